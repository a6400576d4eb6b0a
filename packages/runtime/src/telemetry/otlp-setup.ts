import type { Milliseconds, Ratio } from '@asbuilt/core/model';

/** Where traces go, and which: what the standard variables say (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). */
export interface OtlpSetup {
  /** Takes OTLP over HTTP. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: Milliseconds;
  readonly sampler: Sampler;
  readonly resource: Readonly<Record<string, string>>;
  readonly batch: BatchSetup;
}

/** Which traces are kept that start here, and whether a parent's decision goes before. */
export interface Sampler {
  readonly ratio: Ratio;
  readonly isParentBased: boolean;
}

export interface BatchSetup {
  readonly delayMs: Milliseconds;
  readonly mostQueued: number;
  readonly mostAtOnce: number;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Undefined where no variable names an endpoint, or one switches traces off. Throws a sentence that names the variable that is wrong. */
export function otlpSetup(env: Env): OtlpSetup | undefined {
  const url = endpointOf(env);
  if (url === undefined || env['OTEL_SDK_DISABLED'] === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none')
    return undefined;
  const protocol = env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] ?? env['OTEL_EXPORTER_OTLP_PROTOCOL'];
  if (protocol === 'grpc') {
    throw new Error(
      'OTEL_EXPORTER_OTLP_PROTOCOL is grpc, which is not spoken here: name an endpoint for OTLP over HTTP, and set http/json',
    );
  }
  return {
    url,
    headers: {
      ...pairs(env, 'OTEL_EXPORTER_OTLP_HEADERS'),
      ...pairs(env, 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'),
    },
    timeoutMs: numberOf(
      env,
      env['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT'] === undefined
        ? 'OTEL_EXPORTER_OTLP_TIMEOUT'
        : 'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT',
      10_000,
    ),
    sampler: samplerOf(env),
    resource: {
      ...pairs(env, 'OTEL_RESOURCE_ATTRIBUTES'),
      ...(env['OTEL_SERVICE_NAME'] && { 'service.name': env['OTEL_SERVICE_NAME'] }),
    },
    batch: {
      delayMs: numberOf(env, 'OTEL_BSP_SCHEDULE_DELAY', 1000),
      mostQueued: numberOf(env, 'OTEL_BSP_MAX_QUEUE_SIZE', 4096),
      mostAtOnce: numberOf(env, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512),
    },
  };
}

/** Whether a trace is among the kept share: decided by its id, so that every service decides alike. */
export function samples(
  { ratio, isParentBased }: Sampler,
  traceId: string,
  parentSampled: boolean | undefined,
): boolean {
  if (isParentBased && parentSampled !== undefined) return parentSampled;
  // The last 13 digits are as many bits as a number holds exactly; chance makes them even where the first ones are a time.
  return Number.parseInt(traceId.slice(-13), 16) < ratio * 2 ** 52;
}

function endpointOf(env: Env): string | undefined {
  const own = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  const shared = env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const [name, text] = own ? ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', own] : ['OTEL_EXPORTER_OTLP_ENDPOINT', shared];
  if (!text) return undefined;
  const url = own ? text : `${text.replace(/\/+$/, '')}/v1/traces`;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new Error(`${name} is no URL: write it in full, e.g. http://127.0.0.1:4318`);
}

function samplerOf(env: Env): Sampler {
  const name = env['OTEL_TRACES_SAMPLER'] ?? 'parentbased_always_on';
  const kind = name.replace(/^parentbased_/, '');
  const isParentBased = kind !== name;
  if (kind === 'always_on') return { ratio: 1, isParentBased };
  if (kind === 'always_off') return { ratio: 0, isParentBased };
  if (kind === 'traceidratio') return { ratio: ratioOf(env), isParentBased };
  throw new Error(
    `OTEL_TRACES_SAMPLER ${name} is not known here: use always_on, always_off or traceidratio, each also with parentbased_ before it`,
  );
}

function ratioOf(env: Env): Ratio {
  const ratio = numberOf(env, 'OTEL_TRACES_SAMPLER_ARG', 1);
  if (ratio <= 1) return ratio;
  throw new Error('OTEL_TRACES_SAMPLER_ARG is no share: set a number from 0 to 1, e.g. 0.05');
}

function numberOf(env: Env, name: string, otherwise: number): number {
  const text = env[name]?.trim();
  if (!text) return otherwise;
  const value = Number(text);
  if (value >= 0) return value;
  throw new Error(`${name} is no number of 0 or more: ${text}`);
}

/** `key=value,key2=value2`, percent-encoded (https://www.w3.org/TR/baggage/). */
function pairs(env: Env, name: string): Readonly<Record<string, string>> {
  const entries = (env[name] ?? '').split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())] as const];
  });
  return Object.fromEntries(entries);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Many write their values as they are, a lone per cent sign included.
    return text;
  }
}
