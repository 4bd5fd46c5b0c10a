/* Made by scripts/gazetteer/build.py: code, name, capital. */
/* clang-format off */
#define DS_COUNTRY_LIST(X) \
  X("AD", "Andorra", "Andorra la Vella") \
  X("AE", "United Arab Emirates", "Abu Dhabi") \
  X("AF", "Afghanistan", "Kabul") \
  X("AG", "Antigua and Barbuda", "St. John's") \
  X("AI", "Anguilla", "The Valley") \
  X("AL", "Albania", "Tirana") \
  X("AM", "Armenia", "Yerevan") \
  X("AO", "Angola", "Luanda") \
  X("AQ", "Antarctica", "") \
  X("AR", "Argentina", "Buenos Aires") \
  X("AS", "American Samoa", "Pago Pago") \
  X("AT", "Austria", "Vienna") \
  X("AU", "Australia", "Canberra") \
  X("AW", "Aruba", "Oranjestad") \
  X("AX", "Aland Islands", "Mariehamn") \
  X("AZ", "Azerbaijan", "Baku") \
  X("BA", "Bosnia and Herzegovina", "Sarajevo") \
  X("BB", "Barbados", "Bridgetown") \
  X("BD", "Bangladesh", "Dhaka") \
  X("BE", "Belgium", "Brussels") \
  X("BF", "Burkina Faso", "Ouagadougou") \
  X("BG", "Bulgaria", "Sofia") \
  X("BH", "Bahrain", "Manama") \
  X("BI", "Burundi", "Gitega") \
  X("BJ", "Benin", "Porto-Novo") \
  X("BL", "Saint Barthelemy", "Gustavia") \
  X("BM", "Bermuda", "Hamilton") \
  X("BN", "Brunei", "Bandar Seri Begawan") \
  X("BO", "Bolivia", "La Paz") \
  X("BR", "Brazil", "Brasilia") \
  X("BS", "Bahamas", "Nassau") \
  X("BT", "Bhutan", "Thimphu") \
  X("BW", "Botswana", "Gaborone") \
  X("BY", "Belarus", "Minsk") \
  X("BZ", "Belize", "Belmopan") \
  X("CA", "Canada", "Ottawa") \
  X("CC", "Cocos Islands", "West Island") \
  X("CD", "Democratic Republic of the Congo", "Kinshasa") \
  X("CF", "Central African Republic", "Bangui") \
  X("CG", "Republic of the Congo", "Brazzaville") \
  X("CH", "Switzerland", "Bern") \
  X("CI", "Ivory Coast", "Yamoussoukro") \
  X("CK", "Cook Islands", "Avarua") \
  X("CL", "Chile", "Santiago") \
  X("CM", "Cameroon", "Yaounde") \
  X("CN", "China", "Beijing") \
  X("CO", "Colombia", "Bogota") \
  X("CR", "Costa Rica", "San Jose") \
  X("CU", "Cuba", "Havana") \
  X("CV", "Cape Verde", "Praia") \
  X("CW", "Curacao", "Willemstad") \
  X("CX", "Christmas Island", "Flying Fish Cove") \
  X("CY", "Cyprus", "Nicosia") \
  X("CZ", "Czech Republic", "Prague") \
  X("DE", "Germany", "Berlin") \
  X("DJ", "Djibouti", "Djibouti") \
  X("DK", "Denmark", "Copenhagen") \
  X("DM", "Dominica", "Roseau") \
  X("DO", "Dominican Republic", "Santo Domingo") \
  X("DZ", "Algeria", "Algiers") \
  X("EC", "Ecuador", "Quito") \
  X("EE", "Estonia", "Tallinn") \
  X("EG", "Egypt", "Cairo") \
  X("EH", "Western Sahara", "Laayoune") \
  X("ER", "Eritrea", "Asmara") \
  X("ES", "Spain", "Madrid") \
  X("ET", "Ethiopia", "Addis Ababa") \
  X("FI", "Finland", "Helsinki") \
  X("FJ", "Fiji", "Suva") \
  X("FK", "Falkland Islands", "Stanley") \
  X("FM", "Micronesia", "Palikir") \
  X("FO", "Faroe Islands", "Torshavn") \
  X("FR", "France", "Paris") \
  X("GA", "Gabon", "Libreville") \
  X("GB", "United Kingdom", "London") \
  X("GD", "Grenada", "St. George's") \
  X("GE", "Georgia", "Tbilisi") \
  X("GF", "French Guiana", "Cayenne") \
  X("GG", "Guernsey", "St. Peter Port") \
  X("GH", "Ghana", "Accra") \
  X("GI", "Gibraltar", "Gibraltar") \
  X("GL", "Greenland", "Nuuk") \
  X("GM", "Gambia", "Banjul") \
  X("GN", "Guinea", "Conakry") \
  X("GP", "Guadeloupe", "Basse-Terre") \
  X("GQ", "Equatorial Guinea", "Malabo") \
  X("GR", "Greece", "Athens") \
  X("GT", "Guatemala", "Guatemala City") \
  X("GU", "Guam", "Hagatna") \
  X("GW", "Guinea-Bissau", "Bissau") \
  X("GY", "Guyana", "Georgetown") \
  X("HK", "Hong Kong", "Hong Kong") \
  X("HN", "Honduras", "Tegucigalpa") \
  X("HR", "Croatia", "Zagreb") \
  X("HT", "Haiti", "Port-au-Prince") \
  X("HU", "Hungary", "Budapest") \
  X("ID", "Indonesia", "Jakarta") \
  X("IE", "Ireland", "Dublin") \
  X("IL", "Israel", "Jerusalem") \
  X("IM", "Isle of Man", "Douglas") \
  X("IN", "India", "New Delhi") \
  X("IQ", "Iraq", "Baghdad") \
  X("IR", "Iran", "Tehran") \
  X("IS", "Iceland", "Reykjavik") \
  X("IT", "Italy", "Rome") \
  X("JE", "Jersey", "St. Helier") \
  X("JM", "Jamaica", "Kingston") \
  X("JO", "Jordan", "Amman") \
  X("JP", "Japan", "Tokyo") \
  X("KE", "Kenya", "Nairobi") \
  X("KG", "Kyrgyzstan", "Bishkek") \
  X("KH", "Cambodia", "Phnom Penh") \
  X("KI", "Kiribati", "Tarawa") \
  X("KM", "Comoros", "Moroni") \
  X("KN", "Saint Kitts and Nevis", "Basseterre") \
  X("KP", "North Korea", "Pyongyang") \
  X("KR", "South Korea", "Seoul") \
  X("KW", "Kuwait", "Kuwait City") \
  X("KY", "Cayman Islands", "George Town") \
  X("KZ", "Kazakhstan", "Astana") \
  X("LA", "Laos", "Vientiane") \
  X("LB", "Lebanon", "Beirut") \
  X("LC", "Saint Lucia", "Castries") \
  X("LI", "Liechtenstein", "Vaduz") \
  X("LK", "Sri Lanka", "Colombo") \
  X("LR", "Liberia", "Monrovia") \
  X("LS", "Lesotho", "Maseru") \
  X("LT", "Lithuania", "Vilnius") \
  X("LU", "Luxembourg", "Luxembourg") \
  X("LV", "Latvia", "Riga") \
  X("LY", "Libya", "Tripoli") \
  X("MA", "Morocco", "Rabat") \
  X("MC", "Monaco", "Monaco") \
  X("MD", "Moldova", "Chisinau") \
  X("ME", "Montenegro", "Podgorica") \
  X("MG", "Madagascar", "Antananarivo") \
  X("MH", "Marshall Islands", "Majuro") \
  X("MK", "North Macedonia", "Skopje") \
  X("ML", "Mali", "Bamako") \
  X("MM", "Myanmar", "Naypyidaw") \
  X("MN", "Mongolia", "Ulaanbaatar") \
  X("MO", "Macau", "Macau") \
  X("MP", "Northern Mariana Islands", "Saipan") \
  X("MQ", "Martinique", "Fort-de-France") \
  X("MR", "Mauritania", "Nouakchott") \
  X("MS", "Montserrat", "Plymouth") \
  X("MT", "Malta", "Valletta") \
  X("MU", "Mauritius", "Port Louis") \
  X("MV", "Maldives", "Male") \
  X("MW", "Malawi", "Lilongwe") \
  X("MX", "Mexico", "Mexico City") \
  X("MY", "Malaysia", "Kuala Lumpur") \
  X("MZ", "Mozambique", "Maputo") \
  X("NA", "Namibia", "Windhoek") \
  X("NC", "New Caledonia", "Noumea") \
  X("NE", "Niger", "Niamey") \
  X("NG", "Nigeria", "Abuja") \
  X("NI", "Nicaragua", "Managua") \
  X("NL", "Netherlands", "Amsterdam") \
  X("NO", "Norway", "Oslo") \
  X("NP", "Nepal", "Kathmandu") \
  X("NR", "Nauru", "Yaren") \
  X("NU", "Niue", "Alofi") \
  X("NZ", "New Zealand", "Wellington") \
  X("OM", "Oman", "Muscat") \
  X("PA", "Panama", "Panama City") \
  X("PE", "Peru", "Lima") \
  X("PF", "French Polynesia", "Papeete") \
  X("PG", "Papua New Guinea", "Port Moresby") \
  X("PH", "Philippines", "Manila") \
  X("PK", "Pakistan", "Islamabad") \
  X("PL", "Poland", "Warsaw") \
  X("PM", "Saint Pierre and Miquelon", "Saint-Pierre") \
  X("PN", "Pitcairn Islands", "Adamstown") \
  X("PR", "Puerto Rico", "San Juan") \
  X("PS", "Palestine", "Ramallah") \
  X("PT", "Portugal", "Lisbon") \
  X("PW", "Palau", "Ngerulmud") \
  X("PY", "Paraguay", "Asuncion") \
  X("QA", "Qatar", "Doha") \
  X("RE", "Reunion", "Saint-Denis") \
  X("RO", "Romania", "Bucharest") \
  X("RS", "Serbia", "Belgrade") \
  X("RU", "Russia", "Moscow") \
  X("RW", "Rwanda", "Kigali") \
  X("SA", "Saudi Arabia", "Riyadh") \
  X("SB", "Solomon Islands", "Honiara") \
  X("SC", "Seychelles", "Victoria") \
  X("SD", "Sudan", "Khartoum") \
  X("SE", "Sweden", "Stockholm") \
  X("SG", "Singapore", "Singapore") \
  X("SH", "Saint Helena", "Jamestown") \
  X("SI", "Slovenia", "Ljubljana") \
  X("SJ", "Svalbard", "Longyearbyen") \
  X("SK", "Slovakia", "Bratislava") \
  X("SL", "Sierra Leone", "Freetown") \
  X("SM", "San Marino", "San Marino") \
  X("SN", "Senegal", "Dakar") \
  X("SO", "Somalia", "Mogadishu") \
  X("SR", "Suriname", "Paramaribo") \
  X("SS", "South Sudan", "Juba") \
  X("ST", "Sao Tome and Principe", "Sao Tome") \
  X("SV", "El Salvador", "San Salvador") \
  X("SX", "Sint Maarten", "Philipsburg") \
  X("SY", "Syria", "Damascus") \
  X("SZ", "Eswatini", "Mbabane") \
  X("TC", "Turks and Caicos Islands", "Cockburn Town") \
  X("TD", "Chad", "N'Djamena") \
  X("TG", "Togo", "Lome") \
  X("TH", "Thailand", "Bangkok") \
  X("TJ", "Tajikistan", "Dushanbe") \
  X("TK", "Tokelau", "") \
  X("TL", "East Timor", "Dili") \
  X("TM", "Turkmenistan", "Ashgabat") \
  X("TN", "Tunisia", "Tunis") \
  X("TO", "Tonga", "Nuku'alofa") \
  X("TR", "Turkey", "Ankara") \
  X("TT", "Trinidad and Tobago", "Port of Spain") \
  X("TV", "Tuvalu", "Funafuti") \
  X("TW", "Taiwan", "Taipei") \
  X("TZ", "Tanzania", "Dodoma") \
  X("UA", "Ukraine", "Kyiv") \
  X("UG", "Uganda", "Kampala") \
  X("US", "United States", "Washington") \
  X("UY", "Uruguay", "Montevideo") \
  X("UZ", "Uzbekistan", "Tashkent") \
  X("VA", "Vatican", "Vatican City") \
  X("VC", "Saint Vincent and the Grenadines", "Kingstown") \
  X("VE", "Venezuela", "Caracas") \
  X("VG", "British Virgin Islands", "Road Town") \
  X("VI", "U.S. Virgin Islands", "Charlotte Amalie") \
  X("VN", "Vietnam", "Hanoi") \
  X("VU", "Vanuatu", "Port Vila") \
  X("WF", "Wallis and Futuna", "Mata-Utu") \
  X("WS", "Samoa", "Apia") \
  X("YE", "Yemen", "Sanaa") \
  X("YT", "Mayotte", "Mamoudzou") \
  X("ZA", "South Africa", "Pretoria") \
  X("ZM", "Zambia", "Lusaka") \
  X("ZW", "Zimbabwe", "Harare") \
  X("XK", "Kosovo", "Pristina") \
  X("SU", "Soviet Union", "Moscow") \
  X("DD", "East Germany", "East Berlin") \
  X("YU", "Yugoslavia", "Belgrade") \
  X("CS", "Czechoslovakia", "Prague")
/* clang-format on */
