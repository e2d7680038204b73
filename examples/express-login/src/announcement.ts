import { cardsOf } from './cards';
import type { OpenServices } from './open-services';

/** The text that the server prints when it has started. */
export function announcement(baseURL: string, open: Omit<OpenServices, 'close'>): string {
  const titles = (isEmulated: boolean): string =>
    cardsOf(open)
      .flatMap((card) => (card.isEmulated === isEmulated ? [card.title] : []))
      .join(', ') || 'none';
  return `
  Open ${baseURL}

  Emulated on this computer: ${titles(true)}
  Real services:             ${titles(false)}
${leftOutWords(open.leftOut)}
  Press Ctrl-C to stop. examples/express-login/.env.example explains how to use the real services.
`;
}

/** Emulators do not run in production, so services without their variables are missing there. */
function leftOutWords(leftOut: OpenServices['leftOut']): string {
  if (leftOut.length === 0) return '';
  const lines = leftOut.map(({ title, variables }) => `    ${title}: set ${variables.join(', ')}`);
  return `
  Left out, because emulators do not run in production:
${lines.join('\n')}
  To run the emulators anyway, set ALLOW_EMULATORS=1. Anybody can then sign in as any test user.
`;
}
