/** Where its neighbours are. They are read when they are needed: a build knows none of them. */
export function apiUrl(): string {
  return required('API_URL');
}

export function authUrl(): string {
  return required('AUTH_URL');
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set; it says where a neighbour listens`);
  return value;
}
