const kinds = ['Orders', 'Billing', 'Stock', 'Search', 'Mail', 'Login', 'Cart', 'Prices', 'Reviews', 'Images'];

function nameOf(index: number): string {
  const round = Math.floor(index / kinds.length);
  return `${kinds[index % kinds.length] ?? ''}${round === 0 ? '' : ` ${round + 1}`}`;
}

/** Whom a service is called by: one of the first twelve, always the same one. */
function callerOf(index: number): number {
  return (index * 7) % Math.min(index, 12);
}

/** The flow below a service: it is called, calls others and one across, and answers. */
function stepsBelow(index: number, from: string, count: number): readonly string[] {
  const name = nameOf(index);
  const callees = Array.from({ length: count }, (_, other) => other).filter(
    (other) => other > index && callerOf(other) === index,
  );
  const across = nameOf((index * 7 + 3) % count);
  return [
    `${from} → ${name} (asks for ${name.toLowerCase()})`,
    ...callees.flatMap((callee) => stepsBelow(callee, name, count)),
    ...(index % 4 === 1 && index > 4 ? [`${name} → ${across} (checks the terms)`, `${across} → ${name} (terms)`] : []),
    `${name} → ${from} (answer)`,
  ];
}

/** The overview of a shop of `count` services that call each other across. */
export function shopOverview(count: number): string {
  const names = Array.from({ length: count }, (_, index) => nameOf(index));
  const services = names.map((name, index) => {
    const [offered, spoken] = index % 5 === 4 ? ['SQL', 'Postgres protocol'] : ['REST', 'HTTP'];
    return `| ${name} | Keeps everything about ${name.toLowerCase()} and answers questions | ${offered} | ${spoken} |`;
  });
  return [
    '# Shop',
    '## Key Services & Contracts',
    `| Service | Responsibility | Interface | Protocol |\n|---|---|---|---|\n${services.join('\n')}`,
    '## Data Flow',
    stepsBelow(0, 'Customer', count)
      .map((step, index) => `${index + 1}. ${step}`)
      .join('\n'),
    '## Failure Modes',
    `| Failure | Impact | Mitigation | Timeout |\n|---|---|---|---|\n${names.map((name, index) => `| ${name} down | High | Retry | ${Math.max(1, 40 - index)}s |`).join('\n')}`,
    '## SLO Error Budgets',
    `| Service | SLO |\n|---|---|\n${names.map((name, index) => `| ${name} | 99.${9 - (index % 3)}% uptime |`).join('\n')}`,
    '',
  ].join('\n\n');
}
