import { isOnPage, signInURL } from './members';
import type { OpenService, OpenServices } from './open-services';
import type { Link } from './problem';
import type { Presentation } from './service';

/** A service on the home page. */
export interface Card extends Presentation {
  readonly isEmulated: boolean;
  readonly action: Link;
  /** Other ways to sign in with the same service. */
  readonly choices: readonly Link[];
}

/**
 * A card for each service. Several sign-ins with one service share a card.
 *
 * @param returnTo - the page that a visitor wanted. A sign-in with the service of that page leads there
 */
export function cardsOf(
  { services, kopokopo }: Pick<OpenServices, 'services' | 'kopokopo'>,
  returnTo = '',
): readonly Card[] {
  const titles = [...new Set(services.map(({ title }) => title))];
  const signIns = titles.flatMap((title): readonly Card[] => {
    const [first, ...others] = services.filter((service) => service.title === title);
    if (!first) return [];
    const { client } = first.strategy;
    const traits = [
      ...first.traits,
      ...(client.refresh ? ['Refresh'] : []),
      ...(client.revoke ? ['Revocation'] : []),
    ];
    const link = (service: OpenService, label: string): Link => ({
      href: isOnPage(service, returnTo) ? signInURL(service, returnTo) : service.href,
      label,
    });
    const choices = others.map((service) => link(service, service.secondChoice ?? `Use ${service.name}`));
    return [{ ...first, traits, action: link(first, `Sign in with ${title}`), choices }];
  });
  if (!kopokopo) return signIns;
  const action = { href: kopokopo.href, label: 'Show token and payments' };
  return [...signIns, { ...kopokopo, action, choices: [] }];
}
