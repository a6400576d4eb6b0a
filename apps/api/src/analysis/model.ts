import { modelJson, read } from '@asbuilt/core/overview';

/** What `asbuilt model --format json` prints for `text`. */
export function modelOf(text: string): ReturnType<typeof modelJson> {
  return modelJson(read(text));
}
