/** A value that a file of the repository says, and where. */
export interface Found<T> {
  readonly value: T;
  /** Relative to the repository's folder. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** `apps/web/package.json:14` */
export function placeOf({ file, line }: Pick<Found<unknown>, 'file' | 'line'>): string {
  return `${file}:${line}`;
}

/** The folder of a file, `.` for the repository's own. */
export function folderOf(file: string): string {
  const end = file.lastIndexOf('/');
  return end < 0 ? '.' : file.slice(0, end);
}

/** The name of a file without its folders. */
export function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** Lines of a text with their 1-based numbers, line ends left out. */
export function linesOf(text: string): readonly { readonly text: string; readonly line: number }[] {
  return text.split(/\r\n|\n|\r/).map((content, index) => ({ text: content, line: index + 1 }));
}
