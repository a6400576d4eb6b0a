import type { z } from 'zod';

/** Text that PostgreSQL can store: without U+0000, and without halves of surrogate pairs, which have no UTF-8. */
export function storable(text: z.ZodString): z.ZodString {
  return text
    .refine((value) => !value.includes('\0'), 'contains the character U+0000, which cannot be stored')
    .refine((value) => !/\p{Surrogate}/u.test(value), 'contains half of a surrogate pair, which is no character');
}
