from __future__ import annotations

import pytest

from crawler.facts.contacts import contacts
from store.reading import Block, Link

QUESTIONS = ("Our partnership", "Questions from the public")


def found(text: str, *links: Link, path: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(fact.role, fact.value) for fact in contacts([Block("paragraph", text, path, links)])]


def test_addresses_and_numbers_are_read_from_text_and_links_once() -> None:
    links = (Link("icp@x.org", "mailto:ICP@x.org?subject=Hello"), Link("ring us", "tel:01234567890"))
    assert found("Email icp@x.org or ring us", *links) == [("email", "icp@x.org"), ("phone", "01234567890")]


@pytest.mark.parametrize(
    "number", ["01234 567890", "0300 123 4567", "(01632) 960 123", "020 7946 0321", "+44 (0)20 7946 0321"]
)
def test_british_numbers_are_telephone_numbers(number: str) -> None:
    assert found(f"Tel: {number}") == [("phone", number)]


@pytest.mark.parametrize("text", ["Reference 0123456789012345", "£01234567890", "Charity 1234567", "CId=01234567890"])
def test_other_numbers_are_not(text: str) -> None:
    assert found(text) == []


def test_forms_are_contacts_and_surveys_and_more_information_are_not() -> None:
    assert found("Use our form", Link("online form", "https://x.org/forms/ask")) == [
        ("form", "https://x.org/forms/ask")
    ]
    assert found("Fill it in", Link("survey form", "https://x.org/survey")) == []
    assert found("Read on", Link("More information", "https://x.org/information")) == []


def test_how_to_ask_and_by_when_are_told_apart() -> None:
    text = (
        "Anyone may ask questions in writing. They must reach us no later than the 8th working day before the meeting."
    )
    assert [role for role, _ in found(text, path=QUESTIONS)] == ["question", "question-deadline"]


@pytest.mark.parametrize(
    "text",
    [
        "No public questions were received.",
        "Frequently asked questions",
        "Members' questions: none.",
        "Does anyone question this?",
    ],
)
def test_talk_of_questions_alone_is_no_way_to_ask_one(text: str) -> None:
    assert found(text) == []


STRATEGY = ("Our integrated care strategy", "Foreword")


@pytest.mark.parametrize(
    "text",
    [
        "Members of the public may ask questions at the meeting.",
        "Questions should reach the committee officer by noon three working days before the meeting.",
        "To ask a question at the meeting, email clerk@devon.example by noon on Monday.",
        "You can put a question to the Board in writing.",
        "Fifteen minutes are set aside for questions from the public.",
        "Notice of questions must be given by 12 noon on Monday.",
        "Let us know beforehand what you would like to ask the Board.",
        "Should you have a question for members, it needs to be with us by noon on Monday.",
        "Questions? Send them to icp@devon.example by noon on 3 March.",
        "The last ten minutes of each meeting are for questions from whoever is in the room.",
        "Each meeting begins with an open session for the public.",
        "The public can ask questions at the beginning of the meeting.",
        "Anyone can have a question read out at the meeting.",
        "Your question will be answered at the meeting if it reaches us by 12 noon on 4 May.",
        "A question may be asked by any person who lives in Devon.",
        "Members of the public are able to address the committee.",
        "To register to speak, ring the clerk by noon the day before.",
        "You can speak for up to three minutes at the meeting.",
        "Ten minutes at the start are given over to the public.",
        "Those attending may ask questions once the business is done.",
        "Please email any questions for the meeting by 5pm on Tuesday 3 March.",
        "Questions for the Board should be emailed to board@devon.example.",
        "Send questions in advance to icp@devon.example.",
        "If you wish to raise a point, tell the secretary two working days before.",
        "We welcome questions on anything on the agenda.",
        "Questions can be submitted up to 48 hours before the meeting.",
        "Public questions: please submit by midday on Thursday 5 March.",
        "The chair will invite comments from the public on each item.",
        "Residents' questions are taken at 10.15am.",
        "Have you got something to ask? The Board takes questions from the public at 2pm.",
        "You can ask a question in person, or have it read out for you.",
        "People watching online can type questions into the chat.",
        "Use this form to put a question to the Partnership.",
        "Ask a question at our next meeting.",
        "How to ask the Board a question",
        "Members of the public may, at the Chair's discretion, ask questions.",
        "With the Chair's permission, members of the public may speak.",
        "Anyone with a question should hand it to the clerk before the start.",
        "The meeting begins with a slot for the public.",
        "The public have a right to ask questions.",
        "Local people wishing to make a statement at a meeting are asked to contact the clerk.",
        "Would you like to raise a matter at our meetings? Email the clerk by Friday.",
        "Residents may ask something during the public part of the meeting.",
        "Speakers must register with the clerk by 10am on the day.",
        "Bring your questions to the meeting.",
        "Anyone who wishes to speak at the meeting must register.",
        "If you would like to speak at a meeting, let us know two days before.",
        "Residents are welcome to ask questions at the end.",
        "The chair will take questions from the floor.",
        "Written questions can be handed in at the meeting.",
        "Time is kept at the start for the public to ask questions.",
        "Questions from members of the public must be received two clear days in advance.",
        "If you want to put a question to the Partnership, send it to the clerk.",
        "A resident may put one question of up to 100 words to the Assembly.",
        "Questions for the Partnership can be emailed to icp@devon.example.",
        "Petitions may be presented by any resident who gives five days' notice.",
        "Deputations of up to five people will be received if notice is given.",
        "Please submit your question in writing by Friday.",
        "We take questions from anyone who lives or works in Devon.",
        "Anyone may ask the Partnership a question about its work at its public meetings.",
        "You are welcome to come and ask a question.",
        "Public questions are taken at the start of each meeting.",
        "There is a slot for public questions at each meeting.",
        "If there is something that you would like to raise at a meeting, email us a week before.",
        "Those who wish to address the meeting should tell the clerk.",
        "Requests to speak must be made by noon the day before.",
        "Any person living in the area may ask a question at a meeting held in public.",
        "People can speak for three minutes each.",
        "The public can submit questions to the ICP using the form below.",
        "Have a question for the next meeting? Send it by 3 May.",
        "Questions must relate to an item on the agenda.",
        "Each questioner may ask one supplementary question.",
    ],
)
def test_the_public_may_ask_where_a_sentence_says_so_of_now_and_of_a_meeting(text: str) -> None:
    assert "question" in [role for role, _ in found(text, path=STRATEGY)]


@pytest.mark.parametrize(
    "text",
    [
        "If you have any questions about the strategy, please email strategy@devon.example.",
        "Questions about this plan? Email us at plan@devon.example.",
        "Please send any questions about this document to the strategy team.",
        "Please send any questions on this letter to my office.",
        "For questions about membership contact the secretary.",
        "For any question on the content of this report, email the author.",
        "If you would like a paper copy or have a question, ring 01392 000000.",
        "If you wish to speak to someone about the role, contact the clerk.",
        "If you wish to speak to the present chair about the post before you apply, ring her office.",
        "For an informal conversation, or to ask a question about the role, email Jo Quill.",
        "Anyone who wishes to speak to us in confidence may do so.",
        "The strategy asks three questions: what matters, what works and what next.",
        "We asked a simple question: what keeps you well?",
        "We put one question to everybody we met: what would you change?",
        "The survey asked six questions and 2,000 people sent answers.",
        "The plan raises questions for all of us.",
        "This raises an issue for rural areas.",
        "Partners raise an issue with the programme board where it cannot be resolved locally.",
        "Members must raise a matter of concern with the chair first.",
        "A member may raise an issue under any other business.",
        "We want to put something back into our communities.",
        "We will ask the Partnership to agree the strategy in March.",
        "The board will ask the Partnership to consider the draft.",
        "Councils may ask the Board to explain why it has not followed the strategy.",
        "The committee can ask the partnership for information.",
        "Members may ask questions of officers.",
        "Members of the committee may ask questions about any report.",
        "Each year the scrutiny committee puts questions to the partnership.",
        "Scrutiny members asked questions on waiting times and received answers.",
        "Questions from people who use services shaped this chapter.",
        "Questions from residents at our events shaped the priorities.",
        "Five million pounds is set aside for residents in the poorest areas.",
        "A fund is reserved for residents who need help with heating.",
        "The Chair opened the session by asking a question of each partner.",
        "Interview questions will be sent in advance.",
        "The questions in the survey were sent to all households.",
        "Three questions guided our writing and we return to them in each chapter.",
        "We received 900 responses, and the question most often raised was about buses.",
        "The public told us that they did not know whom to ask questions.",
        "This strategy answers the question the public put most often: who is in charge?",
        "People asked us to speak plainly.",
        "Speak to your GP if you have questions about your medicine.",
        "Ask the pharmacist a question before you buy.",
        "Please ask questions if something is not clear to you.",
        "The petition to save the hospital received 9,000 signatures.",
        "The chair may make a statement at the meeting.",
        "Members of the Partnership may speak at the meeting for whom they represent.",
        "People can speak to a nurse at the drop-in.",
        "A petition was presented to Parliament last year.",
        "Researchers who wish to speak to staff need approval.",
        "The chair speaks for the partnership in public.",
        "Journalists with questions should ring the press office in advance.",
        "Press questions to the communications team, please, at least a day in advance.",
        "We will receive questions from NHS England on the plan.",
        "Applicants will be asked a question in writing.",
        "Candidates who wish to speak to the panel may ring.",
        "The foreword asks a question that the public has asked for years.",
        "To ask for this in another language or with any question about this page, email web@devon.example.",
        "If this leaves you with questions, send them to hello@devon.example and we will add the answers here.",
        "Put your hand up if you wish to speak.",
        "Members who wish to speak use the hand-raising function.",
        "We asked questions of 300 people in libraries.",
        "This was the question put to the public in 2022: what matters most?",
        "Young people put questions to leaders at the summit in May.",
        "It takes questions of fairness seriously.",
        "The plan takes up the question of transport.",
        "How will we know? We ask the question each year in public reports.",
    ],
)
def test_other_questions_and_speeches_are_no_way_to_take_part(text: str) -> None:
    assert "question" not in [role for role, _ in found(text, path=STRATEGY)]
