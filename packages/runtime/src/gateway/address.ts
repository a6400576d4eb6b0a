/** Where something listens. */
export interface Address {
  readonly host: string;
  /** TCP port, 1–65535. */
  readonly port: number;
}
