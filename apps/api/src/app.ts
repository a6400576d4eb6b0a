import { fastify, LogController } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Analyst } from '#analysis/analyst';
import type { Database } from '#db/client';
import type { App } from '#http/app-type';
import { answerProblems, problemOf, sendProblem } from '#http/error-handler';
import { bodyLimitBytes, readJsonBodies } from '#http/json-body';
import { takeLeaveOfClients } from '#http/leave-taking';
import { answerRawProblem } from '#http/raw-problem';
import { logRequests, requestId } from '#http/request-log';
import { validateInput } from '#http/validate';
import { describeApi } from '#openapi/describe';
import { checkRoutes } from '#routes/check/routes';
import { healthRoutes } from '#routes/health/routes';
import { liveRoutes } from '#routes/live/routes';
import { overviewRoutes } from '#routes/overviews/routes';
import type { LogLevel } from './config.ts';

/** What the application works with. */
export interface Surroundings {
  readonly database: Database;
  readonly analyst: Analyst;
  /** The control server of the running system; absent when nothing runs us. */
  readonly controlUrl?: string | undefined;
  readonly logLevel: LogLevel;
}

/** The application with all its routes, not listening yet. */
export async function buildApp({ database, analyst, controlUrl, logLevel }: Surroundings): Promise<App> {
  const app = openApp(logLevel);
  app.setValidatorCompiler(validateInput).setSerializerCompiler(serializerCompiler);
  takeLeaveOfClients(app);
  logRequests(app);
  readJsonBodies(app);
  answerProblems(app);
  await describeApi(app);
  await app.register(async (routes: App) => {
    overviewRoutes(routes, database, analyst);
    checkRoutes(routes, analyst);
    healthRoutes(routes, database);
    liveRoutes(routes, controlUrl);
  });
  return app;
}

function openApp(logLevel: LogLevel): App {
  return fastify({
    logger: {
      level: logLevel,
      base: { service: 'api' },
      formatters: { level: (level) => ({ level }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestId,
    bodyLimit: bodyLimitBytes,
    frameworkErrors: (error, request, reply) => void sendProblem(problemOf(error), request, reply),
    clientErrorHandler: answerRawProblem,
  }).withTypeProvider<ZodTypeProvider>();
}
