"""What the benchmarked person says: one whole complaint, the same for ours and for stock Rasa."""

COMPLAINT = (
    "我要举报岳阳楼区一家店卖假冒我们商标的白酒,店名叫好再来烟酒行",
    "同意",
    "是我自己的商标被侵害",
    "没有",
    "李敏",
    "13873112345",
    "确认提交",
)
SMALL_TALK = "谢谢"
EARLY, LATE = 5, 200
