"""Names and places of the made-up world of `diplomacy.py`: every id can be worked out from its rank alone."""

from __future__ import annotations

from typing import Final

_COUNTRIES: Final = (
    "cn:China:中国;us:United States:美国;jp:Japan:日本;fr:France:法国;de:Germany:德国;it:Italy:意大利;"
    "kr:Korea:韩国;ru:Russia:俄罗斯;gb:United Kingdom:英国;br:Brazil:巴西;in:India:印度;es:Spain:西班牙;"
    "au:Australia:澳大利亚;ca:Canada:加拿大;tr:Turkey:土耳其;za:South Africa:南非;mx:Mexico:墨西哥;"
    "id:Indonesia:印度尼西亚;th:Thailand:泰国;vn:Viet Nam:越南;pl:Poland:波兰;eg:Egypt:埃及;nl:Netherlands:荷兰;"
    "ar:Argentina:阿根廷;ke:Kenya:肯尼亚;pe:Peru:秘鲁;fi:Finland:芬兰;gr:Greece:希腊;ma:Morocco:摩洛哥;cl:Chile:智利"
)
COUNTRIES: Final = tuple(tuple(entry.split(":")) for entry in _COUNTRIES.split(";"))
"""Code, English and Chinese name; the first are the largest."""

_SYLLABLES: Final = (
    "guang:广 zhou:州 shan:山 hai:海 bei:北 jing:京 nan:南 dong:东 xi:西 hang:杭 gang:港 lin:林 he:河 jiang:江 "
    "cheng:城 fu:福 tai:台 ping:平 long:龙 hu:湖 feng:峰 qing:青 bai:白 jin:金 yun:云 tian:天 de:德 men:门 "
    "la:拉 ma:马 ni:尼 lo:洛 sa:萨 to:托 ka:卡 ro:罗 ba:巴 mi:米 ta:塔 po:波"
)
SYLLABLES: Final = tuple(tuple(entry.split(":")) for entry in _SYLLABLES.split())
"""Syllable and character. All begin with a consonant, so that two names never read the same."""

REGIONS_PER_COUNTRY: Final = 8


def city_name(rank: int) -> tuple[str, str]:
    """Return the English and the Chinese name of a city: the rank written in syllables, two or more."""
    digits = [rank % len(SYLLABLES), rank // len(SYLLABLES) % len(SYLLABLES) + 1]
    rest = rank // len(SYLLABLES) ** 2
    while rest:
        digits.append(rest % len(SYLLABLES))
        rest //= len(SYLLABLES)
    chosen = [SYLLABLES[digit % len(SYLLABLES)] for digit in digits]
    return "".join(latin for latin, _ in chosen).capitalize(), "".join(character for _, character in chosen)


def country_of(rank: int) -> str:
    """Return the code of a city's country: the lower half of the list gets a quarter of the cities."""
    mixed = rank * 7919 % 10_007 / 10_007
    return COUNTRIES[int(len(COUNTRIES) * mixed**2)][0]


def city_id(rank: int) -> str:
    """Return a city's id, such as `city/cn-guangzhou` for rank 0."""
    return f"city/{country_of(rank)}-{city_name(rank)[0].lower()}"


def region_id(rank: int) -> str:
    """Return the id of the region that a city lies in."""
    return f"region/{country_of(rank)}-{rank % REGIONS_PER_COUNTRY}"


def organisation_id(rank: int) -> str:
    """Return an organisation's id."""
    return f"org/network-{rank}"
