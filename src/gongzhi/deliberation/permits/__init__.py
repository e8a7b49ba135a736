"""Named powers of deliberation, split by subject; each answers with the seat or the reason."""

from gongzhi.deliberation.permits import candidates as candidates
from gongzhi.deliberation.permits import covenants as covenants
from gongzhi.deliberation.permits import topics as topics
