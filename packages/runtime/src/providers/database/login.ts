/** How a client of the server identifies itself, and which database it means. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}
