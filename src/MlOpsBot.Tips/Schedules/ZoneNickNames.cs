using System.Collections.Frozen;

namespace MlOpsBot.Tips.Schedules;

/// <summary>Names of time zones that no database has: abbreviations as they are used at work, countries by their everyday names, cities beside the one that a zone is named after.</summary>
internal static class ZoneNickNames
{
    /// <summary>Abbreviations and regions that mean one zone where people work together; a city beside them goes before.</summary>
    public static FrozenDictionary<string, string> Vague { get; } = Table(
        """
        Etc/UTC: utc; z; zulu; ut; coordinated universal; universal
        Etc/GMT: gmt; greenwich; greenwich mean
        Europe/Brussels: cet; cest; mez; mesz; central europe; central european; central european summer; ce
        Europe/Athens: eet; eest; eastern europe; eastern european
        Europe/Lisbon: wet; west european; western european
        Europe/Moscow: msk
        Europe/Istanbul: trt
        America/New_York: et; est; edt; eastern; us eastern; eastern standard; eastern daylight; east coast; us east; us east coast
        America/Chicago: ct; cdt; us central; central daylight
        America/Denver: mt; mdt; mst; mountain; us mountain; mountain standard; mountain daylight
        America/Los_Angeles: pt; pst; pdt; pacific; us pacific; pacific standard; pacific daylight; west coast; us west; us west coast
        America/Anchorage: akst; akdt
        Pacific/Honolulu: hst
        America/Halifax: atlantic; adt
        America/St_Johns: nst; ndt
        America/Sao_Paulo: brt
        America/Argentina/Buenos_Aires: art
        Asia/Kolkata: india standard; indian; indian standard
        Asia/Karachi: pkt
        Asia/Kathmandu: npt
        Asia/Bangkok: ict
        Asia/Jakarta: wib
        Asia/Manila: pht
        Asia/Singapore: sgt
        Asia/Hong_Kong: hkt
        Asia/Tokyo: jst
        Asia/Seoul: kst
        Asia/Dubai: gst
        Africa/Johannesburg: sast
        Africa/Lagos: wat
        Africa/Maputo: cat
        Africa/Nairobi: eat
        Australia/Perth: awst
        Australia/Sydney: aedt; aet
        Australia/Adelaide: acdt
        Pacific/Auckland: nzst; nzdt; nzt
        """);

    /// <summary>Names that mean several zones: what each is, to be asked back.</summary>
    public static FrozenDictionary<string, string> Several { get; } = Table(
        """
        Chicago, Shanghai or Havana: cst
        Kolkata, Jerusalem or Dublin: ist
        London or Dhaka: bst
        Riyadh or Halifax: ast
        Sydney or Brisbane: aest
        Adelaide or Darwin: acst
        Chicago or Brussels: central; central standard
        Tbilisi or New York: georgia
        New York, Chicago, Denver or Los Angeles: us; usa; america; united states; the states; the us; the usa
        Toronto, Winnipeg, Edmonton or Vancouver: canada
        Sydney, Brisbane, Adelaide or Perth: australia
        Sao Paulo or Manaus: brazil; brasil
        Mexico City, Monterrey or Tijuana: mexico
        Jakarta, Makassar or Jayapura: indonesia
        Moscow, Yekaterinburg or Vladivostok: russia
        Almaty or Aqtau: kazakhstan
        Santiago or Punta Arenas: chile
        London, Berlin or Athens: europe; eu; european; emea; western europe
        Singapore, Tokyo or Kolkata: asia; apac; asian
        Johannesburg, Lagos or Nairobi: africa
        Shanghai or Urumqi: china standard
        """);

    /// <summary>Countries and cities.</summary>
    public static FrozenDictionary<string, string> Places { get; } = Table(
        """
        Europe/Berlin: germany; deutschland; german; munich; munchen; muenchen; hamburg; cologne; koln; koeln; frankfurt; stuttgart; dusseldorf; duesseldorf; leipzig; dresden; hannover; nuremberg; bonn; karlsruhe; bremen; dortmund; essen; mannheim; heidelberg; aachen; freiburg
        Europe/Zurich: switzerland; swiss; geneva; basel; bern; lausanne; zuerich
        Europe/Vienna: austria; graz; linz; salzburg; innsbruck; wien
        Europe/London: uk; united kingdom; britain; great britain; england; scotland; wales; northern ireland; british; manchester; birmingham; leeds; edinburgh; glasgow; bristol; cambridge; oxford; liverpool; cardiff; belfast
        Europe/Dublin: eire; irish; cork; galway
        Europe/Paris: french; lyon; marseille; toulouse; nice; bordeaux; lille; grenoble; nantes
        Europe/Amsterdam: holland; the netherlands; rotterdam; utrecht; eindhoven; the hague; delft
        Europe/Brussels: antwerp; ghent; leuven; bruxelles; brussel
        Europe/Madrid: spain; barcelona; valencia; seville; malaga; bilbao
        Europe/Lisbon: portugal; porto; lisboa
        Europe/Rome: milan; milano; turin; naples; bologna; florence; venice; roma
        Europe/Copenhagen: aarhus; kobenhavn
        Europe/Stockholm: gothenburg; malmo; goteborg
        Europe/Oslo: bergen; trondheim
        Europe/Helsinki: espoo; tampere
        Europe/Prague: czechia; brno; praha
        Europe/Warsaw: krakow; cracow; wroclaw; gdansk; poznan; lodz; warszawa
        Europe/Bucharest: cluj; iasi; timisoara
        Europe/Kyiv: ukraine; kiev; lviv; kharkiv; odesa
        Europe/Athens: thessaloniki
        Europe/Istanbul: turkiye; ankara; izmir
        Europe/Moscow: saint petersburg; st petersburg
        Europe/Belgrade: novi sad
        America/New_York: nyc; ny; new york city; manhattan; brooklyn; boston; philadelphia; washington; washington dc; washington d c; atlanta; miami; pittsburgh; charlotte; raleigh; orlando; baltimore; cleveland; new jersey; massachusetts; florida; virginia
        America/Chicago: dallas; houston; austin; texas; minneapolis; st louis; saint louis; kansas city; new orleans; nashville; milwaukee; san antonio; illinois; memphis; madison
        America/Denver: colorado; salt lake city; utah; albuquerque
        America/Phoenix: arizona; tucson; scottsdale
        America/Los_Angeles: la; l a; sf; san francisco; bay area; silicon valley; seattle; portland; san diego; san jose; palo alto; mountain view; sacramento; las vegas; california; oakland; redmond; oregon
        America/Detroit: michigan; ann arbor
        America/Toronto: ottawa; montreal; quebec; waterloo; ontario
        America/Vancouver: british columbia; victoria
        America/Edmonton: calgary; alberta
        Pacific/Honolulu: hawaii
        America/Anchorage: alaska
        America/Mexico_City: cdmx; guadalajara
        America/Sao_Paulo: rio; rio de janeiro; brasilia; belo horizonte; porto alegre; curitiba
        America/Argentina/Buenos_Aires: argentina; rosario
        America/Bogota: medellin; cali
        America/Guayaquil: ecuador; quito
        Asia/Kolkata: bangalore; bengaluru; mumbai; bombay; delhi; new delhi; hyderabad; chennai; madras; pune; calcutta; gurgaon; gurugram; noida; ahmedabad; kochi
        Asia/Shanghai: china; beijing; peking; shenzhen; guangzhou; hangzhou; chengdu; wuhan; nanjing
        Asia/Hong_Kong: hongkong; hk
        Asia/Taipei: hsinchu
        Asia/Seoul: korea; south korea; busan
        Asia/Tokyo: osaka; kyoto; yokohama; nagoya; fukuoka
        Asia/Ho_Chi_Minh: hcmc; hanoi; da nang
        Asia/Jerusalem: haifa
        Asia/Dubai: uae; abu dhabi; emirates
        Asia/Riyadh: jeddah
        Asia/Karachi: lahore; islamabad
        Asia/Dhaka: bangladesh
        Asia/Kuala_Lumpur: malaysia; kl; penang
        Asia/Tashkent: uzbekistan; samarkand
        Asia/Yangon: burma; myanmar
        Asia/Ulaanbaatar: mongolia
        Asia/Nicosia: cyprus
        Africa/Johannesburg: cape town; durban; pretoria
        Africa/Kinshasa: drc
        Africa/Cairo: alexandria
        Australia/Sydney: canberra; nsw; new south wales; newcastle
        Australia/Melbourne: geelong
        Australia/Brisbane: queensland; gold coast
        Australia/Darwin: northern territory
        Australia/Adelaide: south australia
        Pacific/Auckland: new zealand; nz; wellington; christchurch
        Pacific/Port_Moresby: papua new guinea
        """);

    private static FrozenDictionary<string, string> Table(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .SelectMany(parts => parts[1].Split(';', StringSplitOptions.TrimEntries).Select(name => KeyValuePair.Create(name, parts[0])))
        .ToFrozenDictionary(StringComparer.Ordinal);
}
