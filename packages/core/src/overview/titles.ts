/** The stem of a section's reader. */
export type SectionStem =
  | 'context-capsule'
  | 'references'
  | 'context'
  | 'services'
  | 'data-flow'
  | 'background-jobs'
  | 'caching'
  | 'observability'
  | 'failure-modes'
  | 'scaling'
  | 'security'
  | 'costs'
  | 'threats'
  | 'slos'
  | 'file-map'
  | 'guardrails'
  | 'links';

/** How one recognizes a section: case, numbers, emoji and remarks in parentheses do not matter. */
export interface SectionTitles {
  /** The headings it is known by, the first as it is printed. */
  readonly titles: readonly [string, ...string[]];
  /** Labels that open it inside of another section: `**Background Jobs:**` under Data Flow. */
  readonly labels?: readonly string[];
  /**
   * What tells a table of its kind under a heading that is no section's: one of the titles of `key`, and one of `beside`.
   * Absent where no pair of titles is telling enough.
   */
  readonly table?: { readonly key: readonly string[]; readonly beside: readonly string[] };
}

/** Every title by which a section is found, by the stem of its reader. Arc42's chapters are among them. */
export const sectionTitles: Readonly<Record<SectionStem, SectionTitles>> = {
  'context-capsule': {
    titles: ['Context Capsule', 'Project Constants', 'Constants'],
    labels: ['Default ports', 'Ports', 'Port'],
  },
  references: { titles: ['References & Inputs', 'References', 'Inputs', 'Source Documents'] },
  context: {
    titles: [
      'Context Diagram Description',
      'Context Diagram',
      'System Context',
      'Context',
      'System Boundaries',
      'System Scope',
      'Context and Scope',
      'System Scope and Context',
      'Scope and Context',
    ],
  },
  services: {
    titles: [
      'Key Services & Contracts',
      'Services & Contracts',
      'Key Services',
      'Services',
      'Service Contracts',
      'Service Catalog',
      'Service Catalogue',
      'Service Overview',
      'Microservices',
      'Components and Services',
      'Building Block View',
    ],
    table: {
      key: ['Service', 'Microservice', 'Building block'],
      beside: ['Responsibility', 'Responsibilities', 'Description'],
    },
  },
  'data-flow': {
    titles: ['Data Flow', 'Data Flows', 'Request Flow', 'Request Lifecycle', 'Runtime View', 'Flow of a Request'],
  },
  'background-jobs': {
    titles: ['Background Jobs', 'Async Jobs', 'Jobs & Queues', 'Queues & Jobs', 'Asynchronous Processing', 'Workers'],
    labels: ['Background Jobs', 'Async Jobs'],
  },
  caching: {
    titles: ['Caching Strategy', 'Caching', 'Cache Strategy', 'Caches', 'Cache Layers', 'Caching Layers'],
    table: { key: ['Layer', 'Cache', 'Cache layer', 'Tier'], beside: ['TTL', 'Time to live', 'Expiry'] },
  },
  observability: {
    titles: [
      'Observability',
      'Monitoring',
      'Monitoring & Observability',
      'Observability & Monitoring',
      'Logs Metrics Traces',
      'Logging & Monitoring',
      'Telemetry',
    ],
  },
  'failure-modes': {
    titles: [
      'Failure Modes & Timeouts',
      'Failure Modes',
      'Failure Scenarios',
      'Failures & Timeouts',
      'Failure Handling',
      'Failure Modes & Mitigations',
      'Resilience',
      'Reliability',
      'Error Handling & Resilience',
    ],
    table: {
      key: ['Failure', 'Failure scenario', 'Failure mode', 'Scenario'],
      beside: ['Timeout', 'Time limit', 'Mitigation'],
    },
  },
  scaling: {
    titles: ['Scaling Plan', 'Scaling', 'Scaling Strategy', 'Scalability', 'Capacity & Scaling', 'Capacity Planning'],
  },
  security: {
    titles: ['Security Model', 'Security', 'Security Architecture', 'Security & Access', 'Security Considerations'],
  },
  costs: {
    titles: [
      'Cost Notes',
      'Costs',
      'Cost Considerations',
      'Infrastructure Costs',
      'Cost Estimate',
      'Cost',
      'Monthly Costs',
      'Budget',
    ],
    table: {
      key: ['Service', 'Item', 'Component', 'Resource'],
      beside: ['Cost', 'Monthly cost', 'Cost per month', 'Price'],
    },
  },
  threats: {
    titles: [
      'Threat Modeling Checklist',
      'Threat Model',
      'Threat Modeling',
      'Threat Modelling',
      'Threats',
      'Security Threats',
    ],
    table: { key: ['Threat'], beside: ['Mitigation', 'Mitigations', 'Control', 'Controls', 'Status'] },
  },
  slos: {
    titles: [
      'SLO Error Budgets',
      'SLOs',
      'Service Level Objectives',
      'SLO',
      'Error Budgets',
      'SLOs & Error Budgets',
      'Objectives & Error Budgets',
      'Availability Targets',
    ],
    table: { key: ['Service', 'Component'], beside: ['SLO', 'Objective', 'Availability'] },
  },
  'file-map': { titles: ['File Map & Artifacts', 'File Map', 'Files & Artifacts', 'Files', 'Artifacts'] },
  guardrails: {
    titles: [
      'AI Agent Actions & Guardrails',
      'Agent Actions & Guardrails',
      'AI Guardrails',
      'Guardrails',
      'Agent Guardrails',
      'Guardrails for Agents',
      'Agent Rules',
    ],
  },
  links: { titles: ['Links', 'Related', 'Related Documents', 'See also', 'Related Links'] },
};
