/** Of the failed acts that NiFi has a part in. */
export const nifiErrorExamples = {
  NIFI_UNREACHABLE: {
    means: 'No connection to NiFi came about, it was cut, or NiFi is still starting.',
    example: 'NiFi at https://nifi:8443, GET /flow/about: nothing listens there (ECONNREFUSED). Nothing was sent.',
  },
  NIFI_SIGN_IN: {
    means: 'NiFi does not know who is asking: wrong password, expired token, a certificate that it does not take.',
    example:
      'NiFi at https://nifi:8443 does not let "replay" sign in: HTTP 400, The supplied username and password are not valid. Nothing was changed.',
  },
  NIFI_PERMISSION_MISSING: {
    means: 'NiFi knows the user and does not allow the act.',
    example:
      'NiFi at https://nifi:8443, GET /flow/process-groups/root: HTTP 403, Unable to view the user interface. Contact the system administrator. Nothing was changed.',
  },
  NIFI_REFUSED: {
    means: 'NiFi has understood and does not do it: something is in another state than it must be, or is not there.',
    example:
      'NiFi at https://nifi:8443, DELETE /process-groups/7f1c: HTTP 409, Cannot delete Process Group because Connection 9a20 has data queued. Nothing was changed.',
  },
  NIFI_COMPONENT_MISSING: {
    means: 'The flow needs a processor or a service that this NiFi has not installed.',
    example:
      'NiFi 1.28.1 at https://nifi:8443 lacks org.apache.nifi.processors.aws.s3.FetchS3Object (nifi-aws-nar). Nothing was changed.',
  },
  NIFI_NOT_DONE: {
    means: 'NiFi had its time and did not execute the deletion. It was voided, so that NiFi can no longer do it.',
    example:
      'crc, document 1 of run 20261101T163000Z-4f2a: NiFi did not delete the rows within 30 minutes. The processor "Ask the ledger" is stopped. Nothing was deleted.',
  },
  NIFI_AT_WORK: {
    means:
      'NiFi had its time, and its transaction is still under way, so that the deletion can be neither done nor voided.',
    example:
      'crc, document 1 of run 20261101T163000Z-4f2a: the time of NiFi is over, but the deletion is being executed and cannot be voided meanwhile. It ends whole or not at all, and stays open until then.',
  },
  NIFI_FLOW_MISSING: {
    means: 'NiFi has no group of the name that the settings give, or more than one.',
    example: 'NiFi at https://nifi:8443 has no group "cqube-replay". Nothing was changed.',
  },
  NIFI_FLOW_IN_USE: {
    means: 'The flow holds FlowFiles or is at work, so it is not taken away.',
    example:
      'The group "cqube-replay" of NiFi at https://nifi:8443 holds 2 FlowFiles (Failed deletions: 2). Nothing was changed.',
  },
  NIFI_FLOW_AMBIGUOUS: {
    means: 'NiFi has several groups of the name that the settings give, and nobody can tell which of them is ours.',
    example:
      'NiFi at https://nifi:8443 has 2 groups "cqube-replay" (7f1c…, 9a20…), and nobody can tell which of them is ours. Nothing was changed.',
  },
  NIFI_FLOW_CHANGED: {
    means: 'The group holds something else than what was installed: somebody changed it in NiFi, or it never was ours.',
    example:
      'The group "cqube-replay" of NiFi at https://nifi:8443 is not as it was installed: "Ask the ledger" has another schedulingPeriod. Nothing was changed.',
  },
  NIFI_FLOW_NEWER: {
    means: 'A later version of this program installed the flow.',
    example:
      'The flow in the group "cqube-replay" of NiFi at https://nifi:8443 was installed by cqube-replay 0.3.0, and this is 0.2.1. Nothing was changed.',
  },
  NIFI_FLOW_FAILS: {
    means: 'The flow was installed, and does not start, or does not come through to the ledger.',
    example:
      'The flow is installed, and could not ask the ledger: NiFi says of "Ask the ledger" (10:15:00 UTC): "FATAL: password authentication failed". It was stopped again.',
  },
  NIFI_TOO_OLD: {
    means: 'NiFi is of a version that lacks what the flow needs.',
    example: 'NiFi at https://nifi:8443 is 1.11.4, and the flow needs 1.12 or later. Nothing was changed.',
  },
  NIFI_FAILED: {
    means: 'NiFi answered with an error of its own, with something that is no answer of NiFi, or was not done in time.',
    example:
      'NiFi at https://nifi:8443, PUT /process-groups/7f1c: HTTP 500, An unexpected error has occurred. Whether NiFi did it is not known.',
  },
} as const
