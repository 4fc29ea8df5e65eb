/** What our flow has to know of the place that it is installed in: everything that is no secret. */
export interface FlowSite {
  readonly emission:
    | {
        readonly storage: 'local'
        /** Absolute, as NiFi's machine sees it. */
        readonly directory: string
      }
    | {
        readonly storage: 's3'
        readonly bucket: string
        readonly region: string
        /** Null: AWS itself. */
        readonly endpoint: string | null
        /** `default`: what NiFi's machine is given by AWS, such as a role. */
        readonly credentials: 'keys' | 'default'
      }
  readonly database: {
    /** `jdbc:postgresql://…` */
    readonly url: string
    readonly user: string
    /** The driver's jar on NiFi's machine; null: it lies in NiFi's `lib`. */
    readonly driverFile: string | null
  }
}

export interface FlowSecrets {
  readonly databasePassword: string
  /** Null where the site uses no keys. */
  readonly accessKey: string | null
  readonly secretKey: string | null
}
