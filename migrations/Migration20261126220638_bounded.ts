import { Migration } from '@mikro-orm/migrations';

export class Migration20261126220638_bounded extends Migration {

  override name = 'Migration20261126220638_bounded';

  override up(): void | Promise<void> {
    // A run that cannot be told is run again, and an attempt that says nothing is as good as none.
    this.addSql(`delete from "job_run" where (least(started_at, finished_at, succeeded_at) >= '0001-01-01 00:00:00+00' and coalesce(jsonb_typeof(report), 'object') = 'object') is not true;`);
    this.addSql(`delete from "sign_in_attempt" where (until >= '0001-01-01 00:00:00+00' and until < clock_timestamp() + interval '31 days') is not true;`);

    this.addSql(`alter table "job_run" add constraint "job_run_readable" check (least(started_at, finished_at, succeeded_at) >= '0001-01-01 00:00:00+00' and coalesce(jsonb_typeof(report), 'object') = 'object');`);

    this.addSql(`alter table "organization" add constraint "organization_name_form" check (name ~ '^[^\\u0001-\\u001f\\u007f-\\u009f]{1,255}$');`);
    this.addSql(`alter table "organization" add constraint "organization_slug_form" check (slug ~ '^[a-z0-9-]{1,63}$' and slug not like '-%' and slug not like '%-');`);

    this.addSql(`alter table "sign_in_attempt" add constraint "sign_in_attempt_until_bounded" check (until >= '0001-01-01 00:00:00+00' and until < clock_timestamp() + interval '31 days');`);
  }

}
