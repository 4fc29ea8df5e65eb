"""
Asks a NiFi, and changes what it holds, with the calls of nipyapi, a client that others wrote: its models refuse states
that NiFi does not have and numbers that are none.

Usage: python nipyapi_client.py ADDRESS GROUP, a group with the small flow of the contract suite and one FlowFile in its
queue. Prints what it saw as JSON; ends with 1 and one line of what is wrong when an answer was none of NiFi's.
"""

import json
import sys
import time

import nipyapi
from nipyapi import canvas, nifi, parameters


def either(api, *names):
    """nipyapi numbers the calls that have the same name in NiFi, and the number differs from version to version."""
    return next(getattr(api, name) for name in names if hasattr(api, name))


def queue(connection_id):
    """What waits in a connection: the names of the attributes of each FlowFile."""
    api = either(nifi, "FlowFileQueuesApi", "FlowfileQueuesApi")()
    request = api.create_flow_file_listing(connection_id).listing_request
    while not request.finished:
        time.sleep(0.05)
        request = api.get_listing_request(connection_id, request.id).listing_request
    api.delete_listing_request(connection_id, request.id)
    waiting = [api.get_flow_file(connection_id, summary.uuid).flow_file for summary in request.flow_file_summaries]
    return [{"size": flow_file.size, "note": flow_file.attributes["note"]} for flow_file in waiting]


def look(group):
    """What is there, before anything is changed."""
    flow = nifi.FlowApi()
    contents = canvas.get_flow(group.id).process_group_flow.flow
    connection = contents.connections[0]
    context = parameters.get_parameter_context(group.status.name, greedy=False)
    found = flow.search_flow(q="NoDriver").search_results_dto.controller_service_node_results
    board = flow.get_bulletin_board().bulletin_board.bulletins
    status = flow.get_process_group_status(group.id, recursive=True).process_group_status
    return {
        "version": flow.get_about_info().about.version,
        "isClustered": flow.get_cluster_summary().cluster_summary.clustered,
        "user": flow.get_current_user().identity,
        "found": [part.name for part in found if part.group_id == group.id],
        "bundles": [
            canvas.get_processor_type("org.apache.nifi.processors.standard.ExecuteSQL", greedy=False).bundle.artifact,
            canvas.get_controller_type("org.apache.nifi.dbcp.DBCPConnectionPool", greedy=False).bundle.artifact,
        ],
        "processors": states(canvas.list_all_processors(group.id)),
        "services": states(canvas.list_all_controllers(group.id)),
        "invalid": [processor.status.name for processor in canvas.list_invalid_processors(group.id)],
        "bulletins": sorted({entry.bulletin.level for entry in board if entry.can_read and entry.group_id == group.id}),
        "parameters": {entry.parameter.name: entry.parameter.value for entry in context.component.parameters},
        "connection": [connection.component.source.name, connection.component.destination.name],
        "queued": status.aggregate_snapshot.flow_files_queued,
        "queue": queue(connection.id),
    }


def states(parts):
    return {part.component.name: part.component.state for part in parts}


def change(group):
    """The state of a processor, of a service and of the group; a parameter; a group of its own."""
    one = next(part for part in canvas.list_all_processors(group.id) if part.status.name == "Hold")
    run_status = either(nifi.ProcessorsApi(), "update_run_status5", "update_run_status")
    body = nifi.ProcessorRunStatusEntity(revision=one.revision, state="DISABLED")
    disabled = run_status(id=one.id, body=body).component.state

    service = next(part for part in canvas.list_all_controllers(group.id) if part.component.name == "Credentials")
    enabled = canvas.schedule_controller(service, True, refresh=True).component.state

    is_started = canvas.schedule_process_group(group.id, True)
    started = states(canvas.list_all_processors(group.id))
    is_stopped = canvas.schedule_process_group(group.id, False)

    context = parameters.get_parameter_context(group.status.name, greedy=False)
    parameter = parameters.prepare_parameter("greeting", "good day")
    changed = parameters.upsert_parameter_to_context(context, parameter).component.parameters[0].parameter.value

    made = canvas.create_process_group(group, f"{group.status.name} within", (1.0, 2.0))
    renamed = canvas.update_process_group(made, {"comments": "Of nipyapi"}).component.comments
    canvas.delete_process_group(made)
    return {
        "disabled": disabled,
        "enabled": enabled,
        "started": started if is_started else None,
        "isStopped": is_stopped,
        "changed": changed,
        "renamed": renamed,
        "isGone": made.id not in [part.id for part in canvas.list_all_process_groups(group.id)],
    }


def main(address, name):
    nipyapi.config.nifi_config.host = f"{address}/nifi-api"
    nipyapi.config.short_retry_delay = nipyapi.config.long_retry_delay = 0.1
    group = canvas.get_process_group(name, greedy=False)
    print(json.dumps({**look(group), **change(group)}))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (ValueError, TypeError, AttributeError, nifi.rest.ApiException) as error:
        sys.exit(f"{type(error).__name__}: {error}".splitlines()[0])
