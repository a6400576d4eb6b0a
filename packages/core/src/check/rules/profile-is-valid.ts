import { plan } from '#derive/plan';
import type { IdleStaticAnswer } from '#derive/static-answer';
import { type Model, type ProfileDraft, profileFileOf } from '#model/index';
import { nearest } from '#text/nearest';
import type { Report, Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** The project profile: what its reader found wrong with it. */
export const profileIsValid: Rule = {
  name: 'profile-is-valid',
  sentence: 'The project profile says only what Asbuilt understands',
  severity: 'error',
  holds: [],
  check({ profile, model }, report) {
    for (const { file, message, help, span, meant } of profile?.problems ?? []) {
      report({
        message: sentence(message),
        span,
        file,
        ...(help !== undefined && { help: capital(help) }),
        ...(meant !== undefined && {
          repairs: [{ title: `Write \`${meant}\``, edits: [{ span, text: meant }], safe: false }],
        }),
      });
    }
    if (profile !== undefined) checkNames(model, profile, report);
  },
};

/** What the profile names must be there. */
function checkNames(model: Model, profile: ProfileDraft, report: Report): void {
  const { limits, observe, staticAnswers } = profile.profile;
  if (observe !== undefined) checkObserved(model, profile, report);
  if (limits?.caches !== undefined) checkCaches(model, profile, report);
  if (staticAnswers !== undefined) checkStaticAnswers(model, profile, report);
}

function checkStaticAnswers(model: Model, profile: ProfileDraft, report: Report): void {
  for (const { service, why } of plan(model, profile.profile).idleStaticAnswers ?? []) {
    const names = model.overview.services.map(({ name }) => name.value);
    const meant = why === 'unknown' ? nearest(service.value, names) : undefined;
    report({
      message: `static_answers names ${quoted(service.value)}, ${whyIdle[why]}`,
      span: service.span,
      file: profileFileOf(profile, service),
      help: meant === undefined ? whatToDo[why] : `Did you mean \`${meant}\`?`,
    });
  }
}

const whyIdle: Readonly<Record<IdleStaticAnswer['why'], string>> = {
  unknown: 'which is no service of section 4',
  'not-called': 'which nobody calls over HTTP',
  'not-asked-for': 'for which section 8 asks for none',
};

const whatToDo: Readonly<Record<IdleStaticAnswer['why'], string>> = {
  unknown: 'Write the name of a service as section 4 has it.',
  'not-called': 'Leave it out, or say in sections 4 and 5 that it is called over HTTP.',
  'not-asked-for': 'Write "static answer" into the Mitigation column of its row, or leave it out.',
};

function checkCaches(model: Model, profile: ProfileDraft, report: Report): void {
  const { edges, unknownCaches = [] } = plan(model, profile.profile);
  const names = edges.flatMap(({ cache }) => cache?.tiers.map(({ name }) => name) ?? []);
  for (const stated of unknownCaches) {
    const meant = nearest(stated.value, names);
    report({
      message: `limits.caches names ${quoted(stated.value)}, which is no cache that the gateway keeps`,
      span: stated.span,
      file: profileFileOf(profile, stated),
      help:
        meant === undefined
          ? 'Write the name of a CDN or edge cache as section 6 has it.'
          : `Did you mean \`${meant}\`?`,
    });
  }
}

function checkObserved(model: Model, profile: ProfileDraft, report: Report): void {
  const { edges, unknownObserved = [] } = plan(model, profile.profile);
  const names = edges.map(({ name }) => name);
  for (const stated of unknownObserved) {
    const meant = nearest(stated.value, names);
    report({
      message: `observe names ${quoted(stated.value)}, which is no edge of the data flow`,
      span: stated.span,
      file: profileFileOf(profile, stated),
      help:
        meant === undefined ? 'Write `all`, or an edge of section 5: `API → Database`.' : `Did you mean \`${meant}\`?`,
    });
  }
}

/** A message that begins with a key keeps it as it is written in the profile. */
function sentence(message: string): string {
  return message.startsWith('the ') ? capital(message) : message;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
