import type { Ecosystem } from '../manifest.ts';

/** What a service of this framework is: pages for people, an interface for programs, or work in the background. */
export type AppKind = 'frontend' | 'api' | 'worker';

/** A framework, by the package that brings it. */
export interface Framework {
  readonly name: string;
  readonly ecosystem: Ecosystem;
  readonly packageName: string;
  readonly kind: AppKind;
  /** Packages without which it makes no service by itself: React is a library until something serves its pages. */
  readonly onlyWith?: readonly string[];
}

function npm(
  kind: AppKind,
  names: Readonly<Record<string, string>>,
  onlyWith?: readonly string[],
): readonly Framework[] {
  return Object.entries(names).map(([packageName, name]) => ({
    name,
    ecosystem: 'npm',
    packageName,
    kind,
    ...(onlyWith && { onlyWith }),
  }));
}

function other(ecosystem: Ecosystem, names: Readonly<Record<string, string>>): readonly Framework[] {
  return Object.entries(names).map(([packageName, name]) => ({ name, ecosystem, packageName, kind: 'api' }));
}

const bundlers = ['vite', 'react-scripts', '@vue/cli-service', '@rsbuild/core', 'parcel', 'webpack'];

/** The more a framework decides about a service, the earlier it stands: of several the first one names it. */
export const frameworks: readonly Framework[] = [
  ...npm('frontend', {
    next: 'Next.js',
    nuxt: 'Nuxt',
    '@remix-run/react': 'Remix',
    '@react-router/node': 'React Router',
    '@sveltejs/kit': 'SvelteKit',
    '@angular/core': 'Angular',
    astro: 'Astro',
  }),
  ...npm('api', {
    '@nestjs/core': 'NestJS',
    fastify: 'Fastify',
    express: 'Express',
    koa: 'Koa',
    hono: 'Hono',
    '@hapi/hapi': 'Hapi',
  }),
  ...npm('frontend', { react: 'React', vue: 'Vue', svelte: 'Svelte', 'solid-js': 'Solid' }, bundlers),
  ...npm('worker', { bullmq: 'BullMQ', bull: 'Bull', 'graphile-worker': 'graphile-worker', 'pg-boss': 'pg-boss' }),
  ...other('python', {
    fastapi: 'FastAPI',
    flask: 'Flask',
    django: 'Django',
    starlette: 'Starlette',
    litestar: 'Litestar',
  }),
  ...other('go', {
    'github.com/gin-gonic/gin': 'Gin',
    'github.com/labstack/echo': 'Echo',
    'github.com/gofiber/fiber': 'Fiber',
    'github.com/go-chi/chi': 'chi',
  }),
];
