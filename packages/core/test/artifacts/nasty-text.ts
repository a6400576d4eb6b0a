import { type Arbitrary, array, constantFrom, oneof, string } from 'fast-check';

const marks =
  '" \' ` # ; % %% %%{ }%% < > <br/> </b> \\ \\n | || { } [ ] ( ) & &amp; #35; #quot; ﬂ°° ¶ß * ** _ __ ~ ~~ $ $$ @ @{ , : :: = ! !['.split(
    ' ',
  );
const words =
  'direction|direction TB|style|style a:#b;|classDef x|wrap:|nowrap:|end|note|title x|accTitle: x|---|===|autonumber|loop|1.|1)|-|+|http://a.b|www.a.b|a_b|🚚|Größe|数据|→|-->|->>|\n|\r\n|\t| |\u2028|\u00a0'.split(
    '|',
  );

/** Text with everything in it that Markdown and Mermaid give a meaning to, and any other characters. */
export const nastyText: Arbitrary<string> = array(
  oneof(constantFrom(...marks, ...words), string({ unit: 'grapheme', maxLength: 5 })),
  {
    maxLength: 12,
  },
).map((parts) => parts.join(''));
