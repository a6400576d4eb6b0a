import { describe, expect, it } from 'vitest';
import { ConfigurationError, readConfig } from '#config';

describe('the configuration', () => {
  it('takes the address of the API', () => {
    expect(readConfig({ API_URL: 'http://127.0.0.1:4100' }).apiUrl.href).toBe('http://127.0.0.1:4100/');
  });

  it('says what to set when there is none', () => {
    expect(() => readConfig({})).toThrow(
      new ConfigurationError('API_URL is not set: give the address of the Asbuilt API, e.g. http://127.0.0.1:8080.'),
    );
    expect(() => readConfig({ API_URL: '' })).toThrow(ConfigurationError);
  });

  it.each(['127.0.0.1:4100', 'ftp://x', 'nonsense'])('refuses %s', (address) => {
    expect(() => readConfig({ API_URL: address })).toThrow(
      `API_URL is "${address}": it must be an http:// or https:// address.`,
    );
  });
});
