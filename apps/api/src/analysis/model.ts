import { type ModelJson, modelJson, read } from '@asbuilt/core/overview';

export type Model = ModelJson;

/** What `asbuilt model --format json` prints for `text`. */
export function modelOf(text: string): Model {
  return modelJson(read(text));
}
