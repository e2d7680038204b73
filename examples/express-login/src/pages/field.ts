import { html, type Html } from '../html';

/** A labelled field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  /** The previous entry, after the form was refused. */
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  /** What is wrong with the previous entry. */
  readonly objection?: string | undefined;
  /** The keyboard of a telephone. */
  readonly inputMode?: 'decimal' | 'tel' | 'text';
  /** The browser accepts no longer text. */
  readonly maxLength: number;
  /** Shows a list of choices instead of a text field. */
  readonly options?: readonly { readonly value: string; readonly label: string }[] | undefined;
}

/** A field with its label, its hint and its objection. A screen reader reads them together. */
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
