"""CMPP 2.0 and 3.0, China Mobile's own protocol between a sender and its SMS gateway, as bytes and values.

Written from the specification (中国移动通信互联网短信网关接口协议), since no kept library exists. No sockets here.
Bytes of a stranger either become values or raise PduError; nothing is longer than :data:`frame.MAX_PDU`.
"""
