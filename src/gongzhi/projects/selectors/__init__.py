"""The readers of the three lists and of projects, split by subject."""
from gongzhi.projects.selectors.projects import asked_of as asked_of
from gongzhi.projects.selectors.projects import completeness as completeness
from gongzhi.projects.selectors.projects import for_desk as for_desk
from gongzhi.projects.selectors.projects import forecast_of as forecast_of
from gongzhi.projects.selectors.projects import four_procedures as four_procedures
from gongzhi.projects.selectors.projects import joined as joined
from gongzhi.projects.selectors.projects import late as late
from gongzhi.projects.selectors.projects import of_need as of_need
from gongzhi.projects.selectors.projects import orphan_rate as orphan_rate
from gongzhi.projects.selectors.projects import project as project
from gongzhi.projects.selectors.projects import projects_at as projects_at
from gongzhi.projects.selectors.projects import promise_and_result as promise_and_result
from gongzhi.projects.selectors.projects import result_of as result_of
from gongzhi.projects.selectors.projects import verdicts_of as verdicts_of
