/** How large something is drawn, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where something is drawn: its left upper corner and its size, in pixels. */
export interface Rectangle extends Point, Size {}

/** A box that is to be placed. */
export interface Box extends Size {
  readonly id: string;
  /** Boxes of a lower band stand above all boxes of a higher one. */
  readonly band: number;
}

/** An arrow between two boxes, by their ids, and the room that its label needs. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly label?: Size;
}

/** Where an arrow runs, from its beginning to its end. */
export interface Route {
  /** Between points 2n and 2n + 1 it runs straight down or up; between the others there is room to bend. */
  readonly points: readonly Point[];
  /** The middle of its label, where it has one. */
  readonly label?: Point;
}

/** A graph that was laid out: boxes by their ids, and a route for each link, in their order. */
export interface Layout extends Size {
  readonly boxes: ReadonlyMap<string, Rectangle>;
  readonly routes: readonly Route[];
}

/** A link by the places of its boxes in a list; `isTurned` where it is laid out against its direction. */
export interface Arc {
  readonly link: number;
  readonly upper: number;
  readonly lower: number;
  readonly isTurned: boolean;
}

/**
 * A place in a row: a box, or the place of a link that passes through. Rows of boxes have even numbers; in the odd
 * rows between them stand the labels.
 */
export interface Vertex extends Size {
  readonly row: number;
  /** The box or the link that it stands for, by its place in the list. */
  readonly of: { readonly kind: 'box' | 'link'; readonly index: number };
  /** Its neighbours in the row above and in the row below. */
  readonly above: Vertex[];
  readonly below: Vertex[];
}
