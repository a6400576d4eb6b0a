/** Works something out once for each thing, and remembers it as long as the thing is there. */
export function once<Thing extends object, Answer>(workOut: (thing: Thing) => Answer): (thing: Thing) => Answer {
  const known = new WeakMap<Thing, { readonly answer: Answer }>();
  return (thing) => {
    const found = known.get(thing) ?? { answer: workOut(thing) };
    known.set(thing, found);
    return found.answer;
  };
}
