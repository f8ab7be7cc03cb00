"""Provinces, and the districts of the two provinces, under every name that is written for them.

Codes and names: the gazetteer of the National Committee for Sub-National Democratic Development,
after Prakas 493 PrK of the Ministry of Interior (2008), Royal Decree 1213/1445 for 25, Sub-Decree
of 2008 for the municipalities; as public copies of it have them, unconfirmed by the Ministry.
Spellings of 2006 and 2007: the press releases of the weapons project.
"""

from kiosk.cards.reading.writing import folded

PROVINCES = {
    "01": ("Banteay Meanchey", "បន្ទាយមានជ័យ", "Banteay Mean Chey"),
    "02": ("Battambang", "បាត់ដំបង", "Bat Dambang", "Batdambang", "BTB"),
    "03": ("Kampong Cham", "កំពង់ចាម"),
    "04": ("Kampong Chhnang", "កំពង់ឆ្នាំង"),
    "05": ("Kampong Speu", "កំពង់ស្ពឺ", "Kampong Spueu"),
    "06": ("Kampong Thom", "កំពង់ធំ", "Kampong Thum", "KPT"),
    "07": ("Kampot", "កំពត"),
    "08": ("Kandal", "កណ្ដាល"),
    "09": ("Koh Kong", "កោះកុង", "Kaoh Kong"),
    "10": ("Kratie", "ក្រចេះ", "Kracheh"),
    "11": ("Mondul Kiri", "មណ្ឌលគិរី", "Mondol Kiri"),
    "12": ("Phnom Penh", "ភ្នំពេញ", "Phnum Penh"),
    "13": ("Preah Vihear", "ព្រះវិហារ"),
    "14": ("Prey Veng", "ព្រៃវែង", "Prey Veaeng"),
    "15": ("Pursat", "ពោធិ៍សាត់", "Pousat", "Pouthisat"),
    "16": ("Ratanak Kiri", "រតនគិរី", "Rattanakiri", "Rotanak Kiri"),
    "17": ("Siem Reap", "សៀមរាប", "Siemreab"),
    "18": ("Preah Sihanouk", "ព្រះសីហនុ", "Sihanoukville", "Kampong Saom"),
    "19": ("Stung Treng", "ស្ទឹងត្រែង", "Stueng Traeng"),
    "20": ("Svay Rieng", "ស្វាយរៀង"),
    "21": ("Takeo", "តាកែវ", "Takev"),
    "22": ("Oddar Meanchey", "ឧត្ដរមានជ័យ", "Otdar Mean Chey", "Otdar Meanchey"),
    "23": ("Kep", "កែប", "Kaeb"),
    "24": ("Pailin", "ប៉ៃលិន"),
    "25": ("Tboung Khmum", "ត្បូងឃ្មុំ", "Tbong Khmum"),
}
"""Official code, official name, Khmer name, and other spellings."""

DISTRICTS = {
    "0201": ("Banan", "បាណន់"),
    "0202": ("Thma Koul", "ថ្មគោល", "Thmar Koul"),
    "0203": ("Battambang", "បាត់ដំបង", "Battambang City", "Svay Por"),
    "0204": ("Bavel", "បវេល"),
    "0205": ("Aek Phnum", "ឯកភ្នំ", "Ek Phnom"),
    "0206": ("Moung Ruessei", "មោងឫស្សី", "Mong Russey", "Moung Russey"),
    "0207": ("Rotonak Mondol", "រតនមណ្ឌល", "Ratanak Mondol", "Rattanak Mondul"),
    "0208": ("Sangkae", "សង្កែ", "Sangke"),
    "0209": ("Samlout", "សំឡូត", "Samlot", "Samlaut"),
    "0210": ("Sampov Lun", "សំពៅលូន", "Sampov Loun"),
    "0211": ("Phnum Proek", "ភ្នំព្រឹក", "Phnom Proek", "Phnom Preuk"),
    "0212": ("Kamrieng", "កំរៀង"),
    "0213": ("Koas Krala", "គាស់ក្រឡ", "Koh Kralor"),
    "0214": ("Rukh Kiri", "រុក្ខគិរី"),
    "0601": ("Baray", "បារាយណ៍"),
    "0602": ("Kampong Svay", "កំពង់ស្វាយ"),
    "0603": ("Stueng Saen", "ស្ទឹងសែន", "Stung Sen"),
    "0604": ("Prasat Ballangk", "ប្រាសាទបល្ល័ង្គ", "Prasat Balang"),
    "0605": ("Prasat Sambour", "ប្រាសាទសំបូរ", "Prasat Sambo"),
    "0606": ("Sandan", "សណ្ដាន់"),
    "0607": ("Santuk", "សន្ទុក"),
    "0608": ("Stoung", "ស្ទោង", "Staung"),
    "0609": ("Taing Kouk", "តាំងគោក"),
}
"""The districts of Battambang and Kampong Thom; lists of other provinces carry theirs unread."""

_TITLES = ("province", "khaet", "district", "srok", "municipality", "krong", "city", "capital")
_KHMER_TITLES = ("ខេត្ត", "ស្រុក", "ក្រុង", "រាជធានី")


def _key(name: str) -> str:
    """Return a name as it is compared: without title; Kompong is Kampong, and so on."""
    key = folded(name)
    for title in _KHMER_TITLES:
        key = key.removeprefix(title)
    for title in _TITLES:
        key = key.removesuffix(title).removeprefix(title)
    return key.replace("kompong", "kampong").replace("kg", "kampong", 1 if key[:2] == "kg" else 0)


def _by_key(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    found = {_key(name): code for code, names in table.items() for name in names}
    return found | {code: code for code in table} | {code.lstrip("0"): code for code in table}


_PROVINCE_BY_KEY = _by_key(PROVINCES)
_DISTRICT_BY_KEY = _by_key(DISTRICTS)


def province(written: str) -> str | None:
    """Return the official code of a province, or None when no province is called that."""
    return _PROVINCE_BY_KEY.get(_key(written))


def district(written: str) -> str | None:
    """Return the official code of a district of the two provinces, or None."""
    return _DISTRICT_BY_KEY.get(_key(written))
