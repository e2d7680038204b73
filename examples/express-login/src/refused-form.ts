import type { Request, Response } from 'express';
import type { Notice } from './account';

/** A form that was refused. The session keeps it until the page with the form shows it again. */
export interface RefusedForm {
  /** The path of the page with the form. */
  readonly page: string;
  readonly notice: Notice;
  /** The entries, by the name of the field. */
  readonly entries: Readonly<Record<string, string>>;
  /** What is wrong with the entries, by the name of the field. */
  readonly objections: Readonly<Partial<Record<string, string>>>;
}

declare module 'express-session' {
  interface SessionData {
    refusedForm?: RefusedForm | undefined;
  }
}

/** Sends the browser back to the form (POST, redirect, GET): a reload of the page sends nothing again. */
export function refuseForm(
  req: Request,
  res: Response,
  {
    text = 'Nothing was sent. Correct the marked fields.',
    ...form
  }: Omit<RefusedForm, 'notice'> & { text?: string },
): void {
  req.session.refusedForm = { ...form, notice: { kind: 'form-refused', text } };
  res.redirect(303, form.page);
}

/** The form that was refused on this page, once. */
export function takeRefusedForm(req: Request, page: string): RefusedForm | undefined {
  const { refusedForm } = req.session;
  if (refusedForm?.page !== page) return undefined;
  delete req.session.refusedForm;
  return refusedForm;
}
