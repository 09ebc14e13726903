"""Well-known names, written down for this recipe: more than the few thousand training texts can mention."""

from __future__ import annotations

import random

from tagging.swapping import Names

_FIRST = """James Mary John Patricia Robert Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica
Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Sandra Mark Margaret Donald Ashley Steven
Kimberly Andrew Emily Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa George Deborah Timothy Stephanie
Ronald Rebecca Jason Laura Edward Sharon Jeffrey Cynthia Ryan Kathleen Jacob Amy Gary Angela Nicholas Shirley Eric Brenda
Jonathan Emma Stephen Anna Larry Pamela Justin Nicole Scott Samantha Brandon Katherine Benjamin Christine Samuel Helen Gregory
Debra Alexander Rachel Patrick Carolyn Frank Janet Raymond Maria Jack Catherine Dennis Heather Jerry Diane Tyler Olivia Aaron
Julie Jose Joyce Adam Victoria Nathan Ruth Henry Virginia Zachary Lauren Douglas Kelly Peter Christina Kyle Joan Noah Evelyn
Ethan Judith Jeremy Andrea Walter Hannah Christian Megan Keith Cheryl Roger Jacqueline Terry Martha Austin Madison Sean Teresa
Gerald Gloria Carl Sara Harold Janice Dylan Ann Arthur Kathryn Lawrence Abigail Jordan Sophia Jesse Frances Bryan Jean Billy
Alice Bruce Judy Gabriel Isabella Joe Julia Logan Grace Alan Amber Juan Denise Albert Danielle Willie Marilyn Elijah Beverly
Wayne Charlotte Randy Natalie Vincent Theresa Mason Diana Roy Brittany Ralph Doris Bobby Kayla Russell Alexis Bradley Lori
Philip Marie Eugene Zoe Liam Chloe Harry Mia Oliver Ella Lucas Lily Max Ruby Leo Ivy Oscar Rosa Miguel Carlos Luis Ahmed Ali
Omar Fatima Aisha Mohammed Ibrahim Yusuf Priya Raj Anil Sunil Arjun Deepak Wei Li Ming Yuki Hiroshi Kenji Sakura Ivan Olga
Dmitri Natasha Pierre Claire Hans Greta Lars Ingrid Sven Giovanni Lucia Marco Paolo Sofia Diego Camila Pablo Elena Justin Taylor
Beyonce Selena Harry Zayn Niall Louis Drake Rihanna Kanye Kim Miley Ariana Ellen Oprah Jimmy Conan Barack Hillary Mitt Sasha"""
_LAST = """Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson
Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King
Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans
Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson
Bailey Reed Kelly Howard Ramos Cox Ward Richardson Watson Brooks Chavez Wood Bennett Gray Mendoza Ruiz Hughes Price Alvarez
Castillo Sanders Patel Myers Long Ross Foster Jimenez Obama Bush Clinton Romney Trump Biden Putin Merkel Cameron Blair Gates Jobs
Zuckerberg Musk Bieber Swift Gaga Perry Gomez Lohan Cruise Pitt Jolie Depp Hanks DiCaprio Federer Nadal Messi Ronaldo Beckham
Kobe James Jordan Woods Schmidt Müller Rossi Silva Santos Kim Park Chen Wang Singh Khan Kumar Sharma Ivanov Yamamoto Tanaka
O'Brien O'Connor McDonald McCarthy Fitzgerald Sullivan Kennedy Reagan Lincoln Washington Jefferson Franklin Nixon Carter"""
_PLACES = """London|Paris|Berlin|Madrid|Rome|Vienna|Dublin|Edinburgh|Glasgow|Manchester|Liverpool|Birmingham|Leeds|Bristol|Cardiff|
Belfast|Amsterdam|Brussels|Lisbon|Athens|Warsaw|Prague|Budapest|Moscow|Kiev|Istanbul|Stockholm|Oslo|Copenhagen|Helsinki|Zurich|
Geneva|Munich|Hamburg|Frankfurt|Milan|Venice|Florence|Naples|Barcelona|Seville|New York|New York City|NYC|Brooklyn|Manhattan|
Queens|The Bronx|Los Angeles|LA|Hollywood|San Francisco|SF|San Diego|San Jose|Oakland|Sacramento|Seattle|Portland|Las Vegas|Vegas|
Phoenix|Denver|Dallas|Houston|Austin|San Antonio|New Orleans|Chicago|Detroit|Cleveland|Boston|Philadelphia|Philly|Washington|
Washington DC|DC|Baltimore|Atlanta|Miami|Orlando|Tampa|Nashville|Memphis|St. Louis|Kansas City|Minneapolis|Milwaukee|Indianapolis|
Pittsburgh|Buffalo|Charlotte|Toronto|Montreal|Vancouver|Ottawa|Calgary|Mexico City|Havana|Rio|Rio de Janeiro|Sao Paulo|Buenos Aires|
Lima|Bogota|Santiago|Caracas|Tokyo|Osaka|Kyoto|Seoul|Beijing|Shanghai|Hong Kong|Taipei|Singapore|Bangkok|Jakarta|Bali|Manila|Mumbai|
Delhi|New Delhi|Bangalore|Karachi|Lahore|Kabul|Tehran|Baghdad|Jerusalem|Tel Aviv|Gaza|Beirut|Damascus|Cairo|Lagos|Nairobi|
Johannesburg|Cape Town|Sydney|Melbourne|Brisbane|Perth|Auckland|Wellington|USA|US|U.S.|United States|America|UK|United Kingdom|
England|Scotland|Wales|Ireland|Northern Ireland|France|Germany|Spain|Italy|Portugal|Greece|Turkey|Russia|Ukraine|Poland|Sweden|
Norway|Denmark|Finland|Netherlands|Belgium|Switzerland|Austria|Canada|Mexico|Brazil|Argentina|Chile|Peru|Colombia|Venezuela|Cuba|
Haiti|Jamaica|China|Japan|Korea|South Korea|North Korea|India|Pakistan|Afghanistan|Iran|Iraq|Israel|Palestine|Syria|Lebanon|Egypt|
Libya|Nigeria|Kenya|South Africa|Zimbabwe|Ghana|Ethiopia|Australia|New Zealand|Indonesia|Malaysia|Thailand|Vietnam|Philippines|
California|Texas|Florida|Ohio|Michigan|Georgia|Virginia|Alabama|Arizona|Colorado|Oregon|Utah|Nevada|Kansas|Iowa|Illinois|Indiana|
Kentucky|Tennessee|Louisiana|Mississippi|Missouri|Montana|Nebraska|New Jersey|North Carolina|South Carolina|Maryland|Massachusetts|
Minnesota|Wisconsin|Pennsylvania|Hawaii|Alaska|Europe|Asia|Africa|Middle East|Central Park|Times Square|Hyde Park|Heathrow|JFK|Big Ben|
Eiffel Tower|White House|Wall Street|Mount Everest|Lake Michigan|River Thames|Niagara Falls|Grand Canyon|Wembley|Old Trafford|
Madison Square Garden|Main Street|5th Avenue|Oxford Street|Camp Nou|Silicon Valley|Crimea|Aleppo|Donetsk|Fukushima|Guantanamo"""
_COMPANIES = """Google|Apple|Microsoft|Amazon|Facebook|Twitter|YouTube|Instagram|Netflix|Yahoo|eBay|PayPal|Uber|Airbnb|Spotify|Snapchat|
LinkedIn|Reddit|Tumblr|Pinterest|Skype|Nokia|Samsung|Sony|Nintendo|Intel|AMD|Nvidia|IBM|Oracle|Cisco|HP|Dell|Toshiba|Panasonic|LG|
Motorola|BlackBerry|HTC|Huawei|Toyota|Honda|Ford|BMW|Mercedes|Audi|Volkswagen|Tesla|Nissan|Hyundai|Ferrari|Porsche|Chevrolet|Boeing|
Airbus|Delta|Ryanair|British Airways|Lufthansa|Emirates|United Airlines|McDonald's|Burger King|KFC|Starbucks|Subway|Pizza Hut|
Domino's|Taco Bell|Wendy's|Coca-Cola|Pepsi|Nestle|Nike|Adidas|Puma|Gucci|Zara|H&M|IKEA|Walmart|Target|Tesco|Sainsbury's|Costco|
Best Buy|Starbucks Coffee|Disney|Pixar|Warner Bros|Universal|Fox|Fox News|CNN|BBC|NBC|ABC|CBS|MTV|ESPN|HBO|Reuters|Bloomberg|
The Guardian|New York Times|Goldman Sachs|JP Morgan|Barclays|HSBC|Visa|Mastercard|Shell|BP|Exxon|AT&T|Verizon|Vodafone|FedEx|UPS|Lego"""
_PRODUCTS = """iPhone|iPhone 5|iPhone 6s|iPad|iPad Mini|iPod|MacBook|MacBook Pro|Mac|Apple Watch|Galaxy S4|Galaxy Note|Kindle|Kindle Fire|
Xbox|Xbox One|Xbox 360|PlayStation|PS4|PS3|Wii|Wii U|Nintendo Switch|Game Boy|Windows 10|Windows|Windows Phone|Android|iOS|Linux|
Ubuntu|Photoshop|Microsoft Office|Excel|PowerPoint|Word|Chrome|Firefox|Internet Explorer|Gmail|Google Maps|Google Glass|WhatsApp|
Nutella|Oreo|Coke|Diet Coke|Red Bull|Big Mac|Whopper|Snickers|Kit Kat|Doritos|Pringles|Cheerios|Corvette|Mustang|Prius|Civic|Accord|
Model S|Mini Cooper|Beetle|Air Jordan|Converse|Crocs|Ray-Ban|Rolex|GoPro|Roomba|Nexus 5|Pixel|Surface Pro|Roku|Chromecast|Fitbit|
Viagra|Tylenol|Advil|Kleenex|Sharpie|Play-Doh|Barbie|Minecraft|Call of Duty|FIFA 15|Grand Theft Auto|Candy Crush|Angry Birds"""
_GROUPS = """Beatles|The Beatles|Rolling Stones|Coldplay|U2|Radiohead|Nirvana|Metallica|Linkin Park|Green Day|Maroon 5|One Direction|1D|
Little Mix|Backstreet Boys|Spice Girls|Black Eyed Peas|Arctic Monkeys|Pink Floyd|Queen|Led Zeppelin|AC/DC|Foo Fighters|Paramore|
Fall Out Boy|Big Bang|Girls Generation|Super Junior|EXO|Lakers|LA Lakers|Celtics|Bulls|Heat|Miami Heat|Knicks|Yankees|Red Sox|Mets|
Dodgers|Giants|Cubs|Cowboys|Patriots|Packers|Steelers|Jets|Eagles|Ravens|Broncos|Manchester United|Man Utd|Manchester City|Chelsea|
Arsenal|Liverpool FC|Spurs|Barcelona FC|Barca|Real Madrid|Bayern|Juventus|AC Milan|Celtic|Rangers|Red Wings|Bruins|Maple Leafs|
Democrats|Republicans|GOP|Labour|Tories|Tea Party|Taliban|ISIS|Hamas|Al Qaeda|FBI|CIA|NASA|NSA|UN|EU|NATO|NBA|NFL|MLB|NHL|FIFA|UEFA|
Boy Scouts|Red Cross|Greenpeace|Anonymous|Harvard|Yale|Stanford|Oxford University|MIT|UCLA|Parliament|Congress|Senate|Supreme Court"""
_WORKS = """Harry Potter|Twilight|New Moon|The Hunger Games|Lord of the Rings|The Hobbit|Star Wars|Star Trek|Titanic|Avatar|Inception|
The Matrix|The Godfather|Toy Story|Finding Nemo|Frozen|The Lion King|Shrek|Batman|The Dark Knight|Iron Man|Spider-Man|The Avengers|
Game of Thrones|Breaking Bad|The Walking Dead|The Simpsons|South Park|Family Guy|Friends|Seinfeld|Lost|Glee|House|Dexter|Mad Men|
Doctor Who|Sherlock|Downton Abbey|Top Gear|American Idol|The X Factor|The Voice|Dancing with the Stars|Big Brother|Jersey Shore|
Vampire Diaries|True Blood|Gossip Girl|Grey's Anatomy|The Office|How I Met Your Mother|Big Bang Theory|Saturday Night Live|SNL|
Pretty Little Liars|Hamlet|Romeo and Juliet|Pride and Prejudice|Bohemian Rhapsody|Imagine|Hey Jude|Thriller|Bad Romance|Baby|
Call Me Maybe|Gangnam Style|Someone Like You|Rolling in the Deep|Let It Be|Yellow|Halo|Poker Face|Stairway to Heaven|Paranormal Activity"""


def names(count: int, seed: int) -> Names:
    """`count` persons (first names, last names or both), and the lists above."""
    draw, first, last = random.Random(seed), _FIRST.split(), _LAST.split()
    persons = [draw.choice([(draw.choice(first),), (draw.choice(first), draw.choice(last)), (draw.choice(first), draw.choice(last)),
                            (draw.choice(last),)]) for _ in range(count)]
    return {"person": persons, **{kind: _listed(text) for kind, text in (
        ("location", _PLACES), ("corporation", _COMPANIES), ("product", _PRODUCTS), ("group", _GROUPS), ("creative-work", _WORKS))}}


def _listed(text: str) -> list[tuple[str, ...]]:
    return [tuple(name.split()) for name in text.replace("\n", " ").split("|")]
