/** What the Studio takes from its environment. */
export interface StudioConfig {
  /** Where the API is, e.g. `http://127.0.0.1:41234`. */
  readonly apiUrl: URL;
}

/** The environment lacks something, or says something that cannot be used. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads the configuration at the time of the request, so that one build serves every environment.
 * @throws ConfigurationError when `API_URL` is missing or no http(s) address.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): StudioConfig {
  const address = env['API_URL'];
  if (address === undefined || address === '') {
    throw new ConfigurationError(
      'API_URL is not set: give the address of the Asbuilt API, e.g. http://127.0.0.1:8080.',
    );
  }
  const apiUrl = URL.canParse(address) ? new URL(address) : undefined;
  if (apiUrl === undefined || !/^https?:$/.test(apiUrl.protocol)) {
    throw new ConfigurationError(`API_URL is ${JSON.stringify(address)}: it must be an http:// or https:// address.`);
  }
  return { apiUrl };
}

/** React's development build evaluates code to show errors; a production build never does. */
export const development: boolean = process.env['NODE_ENV'] === 'development';
