import {expect, it} from 'vitest'
import {grantsSql} from '../../../src/adapters/postgres/grants.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'

const few = {sources: cqubeCatalogue.sources.filter(({dataSource}) => ['crc', 'infrastructure'].includes(dataSource))}

it('the grants are a text that an administrator can review', () => {
  expect(grantsSql({owner: 'ledger', dataSchema: 'public', catalogue: few})).toMatchInlineSnapshot(`
    "-- Rights of cqube-replay. Run it as the owner of the ledger and of the tables, or as a superuser, and again after
    -- each \`cqube-replay db migrate\` or \`db catalogue apply\`. PUBLIC has no right in either schema of the ledger.
    -- The archive (schema cqube_replay_archive) holds pupils' data and stays with the owner of the ledger alone.

    -- Roles without a login; give one a password, or grant it to the account that connects.
    do $do$ begin if not exists (select from pg_roles where rolname = 'cqube_replay_planner') then create role "cqube_replay_planner" nologin; end if; end $do$;
    do $do$ begin if not exists (select from pg_roles where rolname = 'cqube_replay_runner') then create role "cqube_replay_runner" nologin; end if; end $do$;
    do $do$ begin if not exists (select from pg_roles where rolname = 'cqube_replay_nifi') then create role "cqube_replay_nifi" nologin; end if; end $do$;

    -- Planner and runner read the ledger and the tables that a replay deletes from. Neither can write to a table.
    grant usage on schema cqube_replay, "public" to "cqube_replay_planner", "cqube_replay_runner";
    grant select on all tables in schema cqube_replay to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.attendance_meta_object to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.attendance_object to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.due_loads to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.exam_meta_object to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.exam_object to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.loaded_before to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.place_above to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.place_columns to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.school_year to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.seen_files to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.any_is_quick to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.archive_totals to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.archives to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.are_all_pairs to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.awaited_holes to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.column_expression to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.column_type to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.columns_match to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.count_statements to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.deleted_by_day to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.deleted_keys to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.done_keys to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.due_reports to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.files_in_flight to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.grouped_statement to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.hand_over_progress to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.holes_of to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.key_expression to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.key_parts to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.key_value to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.key_values to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.latest_storage_probe to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.open_runs to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.output_records to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.pending_files to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.predicate to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.purges to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.qualified to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.recent_runs to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.reference_statement to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.resolve_keys to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.retention_days to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.run_history to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.run_ids to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.run_record to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.table_rows to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.unknown_runs to "cqube_replay_planner", "cqube_replay_runner";
    grant execute on function cqube_replay.watched_holes to "cqube_replay_planner", "cqube_replay_runner";
    grant select on "public"."crc_visits_frequency" to "cqube_replay_planner", "cqube_replay_runner";
    do $do$ begin if to_regclass('"public"."periodic_exam_school_qst_result"') is not null then grant select on "public"."periodic_exam_school_qst_result" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."periodic_exam_school_result"') is not null then grant select on "public"."periodic_exam_school_result" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."school_student_total_attendance"') is not null then grant select on "public"."school_student_total_attendance" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."school_teacher_total_attendance"') is not null then grant select on "public"."school_teacher_total_attendance" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."semester_exam_school_ind_result"') is not null then grant select on "public"."semester_exam_school_ind_result" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."semester_exam_school_qst_result"') is not null then grant select on "public"."semester_exam_school_qst_result" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."semester_exam_school_result"') is not null then grant select on "public"."semester_exam_school_result" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."student_attendance_exception_agg"') is not null then grant select on "public"."student_attendance_exception_agg" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."teacher_attendance_exception_agg"') is not null then grant select on "public"."teacher_attendance_exception_agg" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;
    grant select on "public"."crc_location_trans" to "cqube_replay_planner", "cqube_replay_runner";
    grant select on "public"."crc_inspection_trans" to "cqube_replay_planner", "cqube_replay_runner";
    do $do$ begin if to_regclass('"public"."infrastructure_temp"') is not null then grant select on "public"."infrastructure_temp" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."infrastructure_trans"') is not null then grant select on "public"."infrastructure_trans" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."data_replay_meta"') is not null then grant select on "public"."data_replay_meta" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."del_data_source_details"') is not null then grant select on "public"."del_data_source_details" to "cqube_replay_planner", "cqube_replay_runner"; end if; end $do$;

    -- The runner acts through functions that run with the rights of the ledger's owner. EXECUTE on submit and
    -- execute_for_runner is the right to delete.
    grant execute on function cqube_replay.add_note to "cqube_replay_runner";
    grant execute on function cqube_replay.advance_run to "cqube_replay_runner";
    grant execute on function cqube_replay.check_lease to "cqube_replay_runner";
    grant execute on function cqube_replay.clear_pause to "cqube_replay_runner";
    grant execute on function cqube_replay.execute_for_runner to "cqube_replay_runner";
    grant execute on function cqube_replay.fail_run to "cqube_replay_runner";
    grant execute on function cqube_replay.hand_over to "cqube_replay_runner";
    grant execute on function cqube_replay.plan_outputs to "cqube_replay_runner";
    grant execute on function cqube_replay.purge_archives to "cqube_replay_runner";
    grant execute on function cqube_replay.record_emitted to "cqube_replay_runner";
    grant execute on function cqube_replay.record_holes to "cqube_replay_runner";
    grant execute on function cqube_replay.record_recount to "cqube_replay_runner";
    grant execute on function cqube_replay.record_report to "cqube_replay_runner";
    grant execute on function cqube_replay.record_storage_probe to "cqube_replay_runner";
    grant execute on function cqube_replay.recounts to "cqube_replay_runner";
    grant execute on function cqube_replay.release_lease to "cqube_replay_runner";
    grant execute on function cqube_replay.renew_lease to "cqube_replay_runner";
    grant execute on function cqube_replay.set_pause to "cqube_replay_runner";
    grant execute on function cqube_replay.settle_files to "cqube_replay_runner";
    grant execute on function cqube_replay.settle_outputs to "cqube_replay_runner";
    grant execute on function cqube_replay.start_run to "cqube_replay_runner";
    grant execute on function cqube_replay.submit to "cqube_replay_runner";
    grant execute on function cqube_replay.take_lease to "cqube_replay_runner";
    grant execute on function cqube_replay.void_deletion to "cqube_replay_runner";

    -- NiFi asks what is to be done, does it, and says why it failed. Nothing else: it reads no table.
    grant usage on schema cqube_replay to "cqube_replay_nifi";
    grant execute on function cqube_replay.execute_deletion to "cqube_replay_nifi";
    grant execute on function cqube_replay.next_deletions to "cqube_replay_nifi";
    grant execute on function cqube_replay.record_failure to "cqube_replay_nifi";

    -- The owner of the ledger, in whose name its functions act, as long as it does not own the tables. \`db migrate\`
    -- also needs CREATE on the database. DELETE is what LOCK TABLE … IN SHARE ROW EXCLUSIVE MODE asks for, too.
    do $do$ begin if not exists (select from pg_roles where rolname = 'ledger') then create role "ledger" nologin; end if; end $do$;
    grant usage on schema "public" to "ledger";
    grant select, delete on "public"."crc_visits_frequency" to "ledger";
    grant select, delete on "public"."crc_location_trans" to "ledger";
    grant select, delete on "public"."crc_inspection_trans" to "ledger";
    do $do$ begin if to_regclass('"public"."infrastructure_temp"') is not null then grant select, delete on "public"."infrastructure_temp" to "ledger"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."infrastructure_trans"') is not null then grant select, delete on "public"."infrastructure_trans" to "ledger"; end if; end $do$;

    -- Only for a full refresh without an archive; without it the rows are deleted one by one.
    do $do$ begin if to_regclass('"public"."infrastructure_temp"') is not null then grant truncate on "public"."infrastructure_temp" to "ledger"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."infrastructure_trans"') is not null then grant truncate on "public"."infrastructure_trans" to "ledger"; end if; end $do$;

    -- One SUCCESS row for each deletion, so that cQube loads old files again. UPDATE only because LOCK TABLE wants
    -- UPDATE, DELETE or TRUNCATE on the table; no row is ever updated.
    do $do$ begin if to_regclass('"public"."data_replay_meta"') is not null then grant select, insert, update on "public"."data_replay_meta" to "ledger"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."del_data_source_details"') is not null then grant select on "public"."del_data_source_details" to "ledger"; end if; end $do$;

    -- Whether a file of a data source is being processed while it is to be deleted.
    do $do$ begin if to_regclass('"public"."zip_files_processing"') is not null then grant select on "public"."zip_files_processing" to "ledger"; end if; end $do$;
    do $do$ begin if to_regclass('"public"."files_ingestion"') is not null then grant select on "public"."files_ingestion" to "ledger"; end if; end $do$;
    "
  `)
})

it('without an owner of its own the ledger needs nothing for it', () => {
  expect(grantsSql({dataSchema: 'public', catalogue: few})).not.toMatch(/truncate|grant [a-z, ]*delete/)
})

it('a name that could leave its quotes, block or comment is refused', () => {
  for (const planner of ['', 'a\nb', 'a$do$b', 'x'.repeat(64), 'a\0']) {
    expect(() => grantsSql({planner, dataSchema: 'public', catalogue: few}), planner).toThrow(ReplayError)
  }
})
