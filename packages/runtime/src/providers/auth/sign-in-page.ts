import type { Person } from './people.ts';

/** The page on which one chooses who to be. */
export function signInPage(action: string, client: string, people: readonly Person[]): string {
  const buttons = people.map(
    ({ id, name, roles }) =>
      `<button name="person" value="${safe(id)}">${safe(name)} <small>${safe(roles.join(', '))}</small></button>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sign in</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 10vh auto; padding: 0 1rem }
  form { display: grid; gap: .5rem }
  button { font: inherit; padding: .6rem .8rem; text-align: left; cursor: pointer }
  small { color: #666; float: right }
</style>
<h1>Who are you?</h1>
<p><strong>${safe(client)}</strong> wants to know. This issuer stands in for the real one: it asks for no password.</p>
<form method="post" action="${safe(action)}">
${buttons.join('\n')}
</form>
</html>
`;
}

function safe(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
