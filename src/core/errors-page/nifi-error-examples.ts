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
  NIFI_FAILED: {
    means: 'NiFi answered with an error of its own, with something that is no answer of NiFi, or was not done in time.',
    example:
      'NiFi at https://nifi:8443, PUT /process-groups/7f1c: HTTP 500, An unexpected error has occurred. Whether NiFi did it is not known.',
  },
} as const
