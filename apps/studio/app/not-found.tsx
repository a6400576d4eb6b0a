import type { Metadata } from 'next';
import type { ReactElement } from 'react';
import { Empty } from '#ui/empty.tsx';
import { GuardedLink } from '#ui/guarded-link.tsx';
import { Sheet } from '#ui/sheet.tsx';

export const metadata: Metadata = { title: { absolute: 'Not found · Asbuilt' } };

export default function NotFound(): ReactElement {
  return (
    <Sheet title="Not found">
      <Empty title="There is nothing at this address" actions={<GuardedLink href="/">To all overviews</GuardedLink>}>
        <p>Check the address, or go back to the list.</p>
      </Empty>
    </Sheet>
  );
}
