"""Who is in the two stores of the demonstration. Everybody is invented, their PINs are printed."""

from dataclasses import dataclass

from kiosk.rules.labels import Kind, number
from kiosk.rules.things import Certificate, Officer, OfficerNumber, Role, WeaponType

SITE = 1
FAR_MS = 4_102_444_800_000
"""1 January 2100: certificates and mission orders of the demonstration do not run out."""

TYPES = ("rifle", "pistol")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with badge and PIN. `place`: the running number on the badge."""

    number: str
    name: str
    name_km: str
    role: Role
    place: int
    pin: str

    @property
    def badge(self) -> str:
        """What a reader reads from the badge."""
        return number(Kind.BADGE, SITE, self.place)

    @property
    def officer(self) -> Officer:
        """Who it is, as the register is founded with them."""
        return Officer(
            OfficerNumber(self.number),
            self.name,
            self.name_km,
            rank="ព្រឹន្ទបាលឯក",
            role=self.role,
            certificates=tuple(Certificate(WeaponType(one), FAR_MS) for one in TYPES),
        )


OFFICERS = (
    Somebody("0041207", "Sok Dara", "សុខ ដារ៉ា", Role.OFFICER, 1, "493817"),
    Somebody("0041355", "Chan Sopheap", "ចាន់ សុភាព", Role.OFFICER, 2, "620495"),
    Somebody("0038816", "Keo Pisey", "កែវ ពិសី", Role.OFFICER, 3, "817264"),
    Somebody("0045102", "Meas Rithy", "មាស រិទ្ធី", Role.OFFICER, 4, "359142"),
    Somebody("0047730", "Nhem Bopha", "ញឹម បុប្ផា", Role.OFFICER, 5, "704836"),
    Somebody("0040019", "Ouk Vanna", "អ៊ុក វណ្ណា", Role.OFFICER, 6, "285961"),
    Somebody("0043561", "Prak Samnang", "ប្រាក់ សំណាង", Role.OFFICER, 7, "916350"),
    Somebody("0039948", "Ros Chantha", "រស់ ចន្ថា", Role.OFFICER, 8, "438207"),
)
CUSTODIAN = Somebody("0029474", "Heng Kosal", "ហេង កុសល", Role.CUSTODIAN, 9, "572618")
RELIEF = Somebody("0031150", "Sam Nary", "សំ ណារី", Role.CUSTODIAN, 10, "140739")
CHIEF = Somebody("0018023", "Tep Borey", "ទេព បូរី", Role.CHIEF, 11, "863025")
REGISTRAR = Somebody("0034417", "Chea Sreymom", "ជា ស្រីមុំ", Role.REGISTRAR, 12, "291574")
KEYER = Somebody("0034692", "Long Visal", "ឡុង វិសាល", Role.REGISTRAR, 13, "735026")
PEOPLE = (*OFFICERS, CUSTODIAN, RELIEF, CHIEF, REGISTRAR, KEYER)
"""Names of the simulated warehouse (kiosk/demo/officers.csv), and one more registrar."""
