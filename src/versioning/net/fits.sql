-- Whether a value, as text, can be one of a type without a loss.
create or replace function palimpsest.fits(value text, type text) returns boolean language plpgsql stable as $$
begin
  return value is null or palimpsest.cast_text(value, type) is not null;
end $$;
