"""Twenty submissions as people might write them; all are invented. They are short and long, in six scripts and more languages than the form has."""

# ruff: noqa: E501 - a story is one line

GENUINE: tuple[tuple[str, str], ...] = (
    ("en", "Two men waited outside the library after our film evening. One of them showed me photographs of my parents' house on his telephone and said that my father's pension depends on what I do next. I did not call the police because I do not know what I would tell them."),
    ("en", "My sister was asked to video call me from a police station. She read from a sheet of paper that I should come home before the spring festival. Somebody stood behind her the whole time, we could see his sleeve."),
    ("en", "The embassy kept my passport when I went to renew it in March. They say it is lost. I have the receipt, it is attached. Without it I cannot extend my residence permit here."),
    ("en", "Since the demonstration in June my phone gets around forty missed calls every night between two and four, always from different foreign numbers. Three other women from our choir have the same."),
    ("fr", "Un homme qui se disait étudiant est venu à trois réunions de notre association. La quatrième fois il a filmé tous les visages et la liste de présence. Deux semaines plus tard, les familles de quatre membres ont été convoquées au commissariat de leur district."),
    ("fr", "Mon frère a perdu son poste d'enseignant. Le directeur lui a dit que c'était à cause de ce que j'écris à l'étranger. Il m'a demandé au téléphone de ne plus l'appeler."),
    ("zh-Hans", "去年冬天我在广场举牌之后，老家的派出所连续三次上门找我母亲，要她劝我删除网上的文章。第四次他们带走了家里的电脑和一本相册，没有给任何手续。母亲现在每周要去签到一次。"),
    ("zh-Hans", "有人冒充我的邮箱给我导师写信，说我抄袭论文。学校调查了两个月，最后证明是假的，可是我的奖学金已经停了。同一个星期，我弟弟被单位领导谈话。"),
    ("zh-Hans", "他们通过微信联系我，说只要每个月写一份同学会的情况，就可以让我父亲去省城看病。我拒绝以后，账号当天就被封了。"),
    ("zh-Hant", "七月的遊行結束後，我在地鐵站被兩名男子跟蹤，他們叫得出我的中文名字和我公司的地址。第二天公司的前檯收到一束白花，卡片上寫著我媽媽住院的日期。"),
    ("zh-Hant", "我們劇團原定十月在市立劇院演出，場地方收到領事館的電話以後突然取消合約。經理私下告訴我們，對方提到了明年的交流預算。"),
    ("zh-Hant", "表姊說里長帶著國安人員到家裡，要她在線上會議裡認出我旁邊坐的人是誰。她嚇得把所有聯絡方式都刪掉了。"),
    ("ug", "ئۆتكەن ھەپتە ئاكامنى ساقچىخانىغا چاقىرىپ، مېنىڭ چەت ئەلدىكى ئادرېسىمنى سوراپتۇ. بەرمىسە بالىلىرىنىڭ مەكتىپىگە تەسىر يېتىدىغانلىقىنى ئېيتىپتۇ. شۇنىڭدىن كېيىن ئۇ تېلېفون ئالمايدىغان بولدى."),
    ("ug", "ئەلچىخانىدىكى خادىم پاسپورتۇمنى ئۇزارتىپ بېرىش ئۈچۈن جەمئىيىتىمىزدىكىلەرنىڭ ئىسىملىكىنى تەلەپ قىلدى. مەن رەت قىلغاندىن كېيىن ھۆججەتلىرىم قايتۇرۇلمىدى."),
    ("ug", "كېچىدە ناتونۇش نومۇردىن تېلېفون كېلىپ، ئاپامنىڭ ئاۋازىنى قويۇپ بەردى. ئاندىن بىر ئەر كىشى يىغىلىشقا قاتناشماسلىقىمنى بۇيرۇدى."),
    ("bo", "ཟླ་བ་སྔོན་མར་ངའི་ཕ་མ་ཉེན་རྟོག་པས་བོས་ནས་ང་ཕྱི་རྒྱལ་དུ་ག་རེ་བྱེད་ཀྱི་ཡོད་མེད་སྐད་ཆ་དྲིས་པ་རེད། ཁོང་ཚོས་ངའི་པར་ཁག་གཅིག་བསྟན་ནས་ང་ཕྱིར་ལོག་དགོས་ཞེས་བཤད་འདུག"),
    ("bo", "ང་ཚོའི་ཚོགས་པའི་གསར་འགྱུར་བཀྲམས་རྗེས་ནང་མི་ཚོའི་ཁ་པར་ཆད་སོང་། ཨ་མ་ལགས་ཀྱིས་ཡི་གེ་ཞིག་ནང་དུ་ང་ལ་སྐད་ཆ་མ་བཤད་རོགས་ཞེས་བྲིས་འདུག"),
    ("en", "В феврале к нам на склад пришли двое и сказали, что если муж не перестанет выступать на радио, наш магазин закроют. Через неделю пришла налоговая проверка, хотя прошлая была только осенью. Соседи боятся с нами разговаривать."),
    ("en", "Kardeşimi havaalanında altı saat beklettiler ve telefonundaki bütün mesajları okudular. Benimle konuştuğu için onu bir daha yurt dışına çıkarmayacaklarını söylediler."),
    ("fr", "پس از مصاحبه‌ام با رادیو، مادرم را به اداره اطلاعات خواستند و گفتند اگر دخترت ساکت نشود خانه را از شما می‌گیریم. پدرم از آن روز در بیمارستان است."),
)  # fmt: skip
"""The language of the form, and what was written."""
