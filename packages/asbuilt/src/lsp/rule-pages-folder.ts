/**
 * Where the rules' pages lie, with a slash at the end. From the sources that is docs/rules; beside the bundle it is
 * rules (scripts/bundle.mjs copies them there, and puts that place in here).
 */
export const rulePagesFolder: URL = new URL('../../../../docs/rules/', import.meta.url);
