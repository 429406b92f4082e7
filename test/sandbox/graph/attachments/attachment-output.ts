// Attachments as Graph answers them: each kind with its own properties.
import type { StoredAttachment } from '../calendar/state.ts';
import type { EntityShape, Output } from '../odata/shape.ts';

/** The attached item itself comes only when it is expanded: `$expand=microsoft.graph.itemAttachment/item`. */
export const attachmentShape: EntityShape<StoredAttachment> = {
  type: 'attachment',
  honours: [],
  write: attachmentOutput,
  expand: ({ item }) => item ?? undefined,
};

export function attachmentOutput(attachment: StoredAttachment): Output {
  const { kind, id, modified, name, contentType, size, isInline, contentId, contentLocation, contentBytes } =
    attachment;
  return {
    '@odata.type': `#microsoft.graph.${kind}`,
    id,
    lastModifiedDateTime: modified.toString({ smallestUnit: 'second' }),
    name,
    contentType,
    size,
    isInline,
    ...(kind === 'fileAttachment'
      ? { '@odata.mediaContentType': contentType, contentId, contentLocation, contentBytes }
      : {}),
  };
}
