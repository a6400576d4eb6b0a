import { join } from 'node:path';
import type { NextConfig } from 'next';

// The packages are those of the checkout; an application of its own has them in its own folder and needs none of this.
const root = join(import.meta.dirname, '..', '..', '..');

const nextConfig: NextConfig = {
  poweredByHeader: false,
  outputFileTracingRoot: root,
  turbopack: { root },
  typescript: { ignoreBuildErrors: true },
};

export default nextConfig;
