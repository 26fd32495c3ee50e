/**
 * SQL that changes posts, and writes their versions and audit entries beside it: one statement in place of what the triggers
 * do row by row, for a million of them. Each is made of the one before, so whatever else a version has, it has too. The
 * change set of the transaction must be there. `palimpsest verify` tells whether this is what the triggers write.
 *
 * @param title SQL for the new title
 * @param which SQL that says which posts
 */
export function revisePosts(title: string, which: string): string {
  return `
    with change as materialized (
      select id, actor_kind || ':' || actor_id as actor, request_id, clock_timestamp() as at
      from change_set where xid = pg_current_xact_id()
    ), revised as materialized (
      update post p set title = ${title}, version = p.version + 1, updated_at = change.at, updated_by = change.actor
      from change where ${which}
      returning p.tenant_id, p.id, p.version, to_jsonb(p) as state
    ), versioned as (
      insert into entity_version
      select made.* from revised r cross join change
      join entity_version v on v.tenant_id = r.tenant_id and v.entity_id = r.id and v.version = r.version - 1
      cross join lateral jsonb_populate_record(v, jsonb_build_object(
        'version', r.version, 'operation', 'UPDATE', 'snapshot', v.snapshot || r.state, 'changed', '["title"]'::jsonb,
        'change_set_id', change.id, 'recorded_at', change.at,
        'xid', pg_current_xact_id(), 'seen', pg_current_snapshot())) made
    )
    insert into audit_entry
    select made.* from revised r cross join change
    join audit_entry a on a.tenant_id = r.tenant_id and a.entity_id = r.id and a.version = r.version - 1
    cross join lateral jsonb_populate_record(a, jsonb_build_object(
      'id', gen_random_uuid(), 'occurred_at', change.at, 'action', 'post.update', 'version', r.version,
      'before', jsonb_build_object('title', a.after -> 'title'), 'after', jsonb_build_object('title', r.state -> 'title'),
      'change_set_id', change.id, 'request_id', change.request_id)) made`;
}
