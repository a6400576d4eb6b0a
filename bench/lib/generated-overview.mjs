/** An overview without contradictions whose tables and lists have five lines for each of `count` services. */
export function overviewOf(count) {
  const names = Array.from({ length: count }, (_, index) => `Service ${index + 1}`);
  const rows = (row) => names.map(row).join('\n');
  return `---
task_id: "8d2f3f0e-2b53-4a4e-9f0e-3f1c52d0a7b1"
status: "review"
priority: "normal"
labels: ["bench"]
version: "1.0.0"
---

# Architecture Overview

## 4. Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
${rows((name, index) => `| ${name} | keeps part ${index + 1} of the data | REST | HTTP |`)}

## 5. Data Flow

**Request Flow:**
${requestFlow(names)}

## 8. Failure Modes & Timeouts

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
${rows((name, index) => `| ${name} down | Low | Cached answers | ${index === 0 ? count : 1}s |`)}

## 11b. SLO Error Budgets

| Service | SLO | Error Budget | Notes |
|---|---|---|---|
${rows((name) => `| ${name} | 99.9% uptime | 0.1% downtime/month | ~43 min/month |`)}
`;
}

/** User calls the first service, which calls each of the others in turn. */
function requestFlow([first, ...others]) {
  const calls = others.flatMap((name) => [`${first} → ${name} (call)`, `${name} → ${first} (result)`]);
  const steps = [`User → ${first} (request)`, ...calls, `${first} → User (response)`];
  return steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
}
