/** Two services in a row: Web is called from outside, and calls API. */
export const webAndApi: string = `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Web | pages | HTML | HTTP |
| API | logic | REST | HTTP |

## Data Flow

**Request Flow:**
1. User → Web (opens a page)
2. Web → API (asks)
3. API → Web (answer)
4. Web → User (page)
`;
