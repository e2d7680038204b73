import { html, type Html } from '../html';

/** A labelled field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  /** What was entered, kept when the form comes back. */
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  /** What is wrong with the value. */
  readonly objection?: string | undefined;
  /** The keyboard of a telephone. */
  readonly inputMode?: 'decimal' | 'tel' | 'text';
  /** What must be there in the end. Longer texts are cut by the browser. */
  readonly maxLength: number;
  /** One of these, by value, instead of any text. */
  readonly options?: readonly { readonly value: string; readonly label: string }[] | undefined;
}

/** A field with its label, its hint, and what is wrong with it: read together, also by a screen reader. */
export function field({ name, label, value = '', hint, objection, ...how }: Field): Html {
  const id = `field-${name}`;
  const described = [hint && `${id}-hint`, objection && `${id}-objection`].filter(Boolean).join(' ');
  const about = html`id="${id}" name="${name}" ${described !== '' && html`aria-describedby="${described}"`}
  ${objection !== undefined && html`aria-invalid="true"`} required`;
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${hint !== undefined && html`<p class="fine" id="${id}-hint">${hint}</p>`}
    ${how.options ? select(about, how.options, value) : input(about, how, value)}
    ${objection !== undefined && html`<p class="objection" id="${id}-objection">${objection}</p>`}
  </div>`;
}

function input(about: Html, { inputMode = 'text', maxLength }: Partial<Field>, value: string): Html {
  return html`<input
    ${about}
    value="${value}"
    inputmode="${inputMode}"
    maxlength="${maxLength}"
    autocomplete="off"
    autocapitalize="off"
    spellcheck="false"
  />`;
}

function select(about: Html, options: NonNullable<Field['options']>, chosen: string): Html {
  return html`<select ${about}>
    ${options.map(
      ({ value, label }) =>
        html`<option value="${value}" ${value === chosen && html`selected`}>${label}</option>`,
    )}
  </select>`;
}

/** Said above a form that came back. */
export function objectionsNotice(hasObjections: boolean): Html | false {
  return (
    hasObjections &&
    html`<p class="notice caution" role="alert">Nothing was sent. Correct what is marked below.</p>`
  );
}
