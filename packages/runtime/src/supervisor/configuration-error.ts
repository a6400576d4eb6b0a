/** Where in the project something has to be mended. */
export interface Place {
  /** Path as the user knows it. */
  readonly file: string;
  /** 1-based; absent when the whole file is meant, e.g. because a line is missing. */
  readonly line?: number;
}

/** Something in the project or on this machine that has to be mended before the system can start: one sentence, with the place and the remedy. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly place: Place | undefined;

  /** @param sentence says what is wrong and what to do, e.g. `http_port is not set; add a line such as "http_port: 3000"` */
  constructor(sentence: string, place?: Place, options?: ErrorOptions) {
    super(place === undefined ? sentence : `${written(place)}: ${sentence}`, options);
    this.place = place;
  }
}

/** `profile.yml:3` */
export function written(place: Place): string {
  return place.line === undefined ? place.file : `${place.file}:${place.line}`;
}
