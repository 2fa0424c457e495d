import { CommonSettings } from '@livechat/service/settings';

export const Settings = CommonSettings;
