/** Packages that say something about a system without being a service of it. */
export interface Companion {
  readonly says:
    | 'orm'
    | 'auth'
    | 'email'
    | 'third-party'
    | 'storage'
    | 'queue'
    | 'logging'
    | 'metrics'
    | 'tracing'
    | 'performance';
  readonly name: string;
  readonly packages: readonly string[];
}

export const companions: readonly Companion[] = [
  { says: 'orm', name: 'Drizzle', packages: ['drizzle-orm'] },
  { says: 'orm', name: 'Prisma', packages: ['@prisma/client', 'prisma'] },
  { says: 'orm', name: 'TypeORM', packages: ['typeorm'] },
  { says: 'orm', name: 'Sequelize', packages: ['sequelize'] },
  { says: 'orm', name: 'Knex', packages: ['knex'] },
  { says: 'orm', name: 'Kysely', packages: ['kysely'] },
  { says: 'orm', name: 'Mongoose', packages: ['mongoose'] },
  { says: 'orm', name: 'SQLAlchemy', packages: ['sqlalchemy'] },
  { says: 'orm', name: 'GORM', packages: ['gorm.io/gorm'] },
  { says: 'auth', name: 'Clerk', packages: ['@clerk/nextjs', '@clerk/backend', '@clerk/fastify', '@clerk/express'] },
  { says: 'auth', name: 'Auth0', packages: ['@auth0/nextjs-auth0', 'express-oauth2-jwt-bearer', 'auth0'] },
  { says: 'auth', name: 'Auth.js', packages: ['next-auth', '@auth/core'] },
  { says: 'auth', name: 'Better Auth', packages: ['better-auth'] },
  { says: 'auth', name: 'Passport', packages: ['passport'] },
  { says: 'email', name: 'Resend', packages: ['resend'] },
  { says: 'email', name: 'SendGrid', packages: ['@sendgrid/mail', 'sendgrid'] },
  { says: 'email', name: 'Postmark', packages: ['postmark'] },
  { says: 'email', name: 'SMTP', packages: ['nodemailer'] },
  { says: 'third-party', name: 'Stripe', packages: ['stripe', 'github.com/stripe/stripe-go'] },
  { says: 'third-party', name: 'Twilio', packages: ['twilio'] },
  { says: 'third-party', name: 'OpenAI', packages: ['openai'] },
  { says: 'storage', name: 'S3', packages: ['@aws-sdk/client-s3', 'aws4fetch', 'minio'] },
  { says: 'queue', name: 'BullMQ', packages: ['bullmq'] },
  { says: 'queue', name: 'graphile-worker', packages: ['graphile-worker'] },
  { says: 'queue', name: 'pg-boss', packages: ['pg-boss'] },
  { says: 'queue', name: 'Celery', packages: ['celery'] },
  { says: 'logging', name: 'pino', packages: ['pino', 'nestjs-pino'] },
  { says: 'logging', name: 'winston', packages: ['winston'] },
  { says: 'logging', name: 'structlog', packages: ['structlog'] },
  {
    says: 'metrics',
    name: 'Prometheus',
    packages: ['prom-client', 'prometheus-client', 'github.com/prometheus/client_golang'],
  },
  {
    says: 'tracing',
    name: 'OpenTelemetry',
    packages: ['@opentelemetry/api', 'opentelemetry-api', 'go.opentelemetry.io/otel'],
  },
  {
    says: 'performance',
    name: 'Sentry',
    packages: ['@sentry/node', '@sentry/nextjs', 'sentry-sdk', 'github.com/getsentry/sentry-go'],
  },
];
