/** An overview whose API gives up before the two services it calls could have answered. */
export const contradictoryOverview = `# Architecture Overview: Orders

## 4. Services and contracts

| Service | Responsibility | Interface | Protocol |
| --- | --- | --- | --- |
| **Frontend** | Shows orders | Pages | HTTPS |
| **API** | Takes orders | REST | HTTPS |
| **Auth** | Knows people | OAuth 2.0 | HTTPS |
| **Database** | Keeps orders | SQL | TCP |

## 5. Data flow

1. Frontend → API: order
2. API → Auth: who is it
3. Auth → API: identity
4. API → Database: query/mutation
5. Database → API: rows
6. API → Frontend: answer

## 8. Failure modes

| Scenario | Impact | Mitigation | Timeout |
| --- | --- | --- | --- |
| Database down | High | Fallback        | 30s |
| Auth service down | Critical | Cached tokens | 10s |
| API down | Medium | Client retry | 30s |
`;
