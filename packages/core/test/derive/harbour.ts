/** Two services in a row, of which the first one is called from outside. */
export const harbour: string = `# Harbour

## Services

| Service | Interface | Protocol |
| --- | --- | --- |
| Pages | Svelte | HTTP |
| Gate | REST | HTTP |

## Data Flow

1. User → Pages (asks)
2. Pages → Gate (asks)
3. Gate → Pages (answer)
4. Pages → User (page)
`;
