import { isBefore, meantDay, meantMoment, readDay, readMoment, type WrittenTime } from '#derive/calendar';
import { type Hole, known, type Stated } from '#model/index';
import type { Repair } from '../finding.ts';
import type { Report, Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Front matter: when the document was begun, and when it was last changed. */
export const datesAreDates: Rule = {
  name: 'dates-are-dates',
  sentence: 'The dates of the front matter are dates of ISO 8601, and none was updated before it was created',
  severity: 'error',
  holds: ['front-matter/created-at', 'front-matter/updated-at'],
  check({ draft }, report) {
    const { createdAt, updatedAt } = draft.overview.task;
    const created = checkDate(createdAt, 'created_at', report);
    const updated = checkMoment(updatedAt, report);
    if (created === undefined || updated === undefined || updatedAt === undefined || !isBefore(updated, created))
      return;
    const [from, to] = [known(createdAt), known(updatedAt)];
    report({
      message: `The document was updated on ${to}, before it was created on ${from}`,
      span: updatedAt.span,
      notes: createdAt === undefined ? [] : [{ message: 'It was created here', span: createdAt.span }],
      help: 'Correct the one that is wrong.',
    });
  },
};

type Written = Stated<string | Hole> | undefined;

/** A day, or a moment with its offset. */
function checkDate(stated: Written, key: string, report: Report): WrittenTime | undefined {
  const text = known(stated);
  if (stated === undefined || text === undefined) return undefined;
  const time = readDay(text) ?? readMoment(text);
  if (time !== undefined) return time;
  const meant = meantDay(text) ?? meantMoment(text);
  const repairs = repairsOf(stated, meant);
  report({
    ...(meant !== undefined && { severity: 'warning' }),
    message: `${key} is ${quoted(text)}, which is ${meant === undefined ? 'no date that can be read in one way' : 'no date of ISO 8601, so what sorts or compares dates does not understand it'}`,
    span: stated.span,
    help: meant === undefined ? 'Write a day that exists as YYYY-MM-DD, e.g. 2026-11-23.' : `Write ${meant}.`,
    repairs,
  });
  return undefined;
}

/** A moment with its offset: between two changes of one day only that says which came later. */
function checkMoment(stated: Written, report: Report): WrittenTime | undefined {
  const text = known(stated);
  if (stated === undefined || text === undefined) return undefined;
  const moment = readMoment(text);
  if (moment !== undefined) return moment;
  const day = readDay(text);
  const meant = meantMoment(text);
  if (
    day === undefined &&
    meant === undefined &&
    readMoment(`${text}Z`) === undefined &&
    meantMoment(`${text}Z`) === undefined
  )
    return checkDate(stated, 'updated_at', report);
  const lacks =
    day === undefined ? 'no offset, so it may be any of 26 hours' : 'no time, so two changes of that day have no order';
  report({
    severity: 'warning',
    message: `updated_at is ${quoted(text)}, which ${meant === undefined ? `says ${lacks}` : 'is no time of ISO 8601, so what sorts or compares times does not understand it'}`,
    span: stated.span,
    help:
      meant === undefined
        ? 'Write it with its offset, e.g. 2026-11-23T09:00:00+01:00, or Z for UTC.'
        : `Write ${meant}.`,
    repairs: repairsOf(stated, meant),
  });
  return day;
}

function repairsOf({ span }: Stated<unknown>, meant: string | undefined): Repair[] {
  return meant === undefined ? [] : [{ title: `Write ${meant}`, edits: [{ span, text: meant }], safe: true }];
}
